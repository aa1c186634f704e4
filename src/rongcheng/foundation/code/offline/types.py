"""Plain values of the one code (融城码数据类型): purposes, kinds and what a credential says."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Purpose(IntEnum):
    """What a code opens (用途); the numbers are those in the code and never change."""

    HEALTH_DESK = 1
    WINDOW = 2
    TRANSIT = 3
    PARK = 4
    VENUE = 5

    @property
    def word(self) -> str:
        """Return the word that messages use, such as `health_desk`."""
        return self.name.lower()


PURPOSE_WORDS = {purpose.word: purpose for purpose in Purpose}
"""Each purpose by the word that an endpoint takes."""


class CodeKind(IntEnum):
    """What carries the code (载体): a phone that signs anew, or a printed card."""

    PHONE = 1
    CARD = 2


class Transit(NamedTuple):
    """What a bus gate will need (乘车信息): card issuer, card class, concession; 0 where none."""

    issuer: int
    card_class: int
    concession: int


NO_TRANSIT = Transit(0, 0, 0)


class Claims(NamedTuple):
    """What the metro's signature vouches for (凭证内容); moments are Unix seconds.

    `handle` is a random name for this credential alone; only the issuer knows whose it is.
    `holder` is the phone's public key as an uncompressed point, empty on a printed card. `uses` is
    how often a card may be used, 0 for a phone.
    """

    metro: str
    city: str
    handle: str
    credential_id: bytes
    issued_at: int
    not_before: int
    expires_at: int
    holder: bytes
    kind: CodeKind
    purposes: tuple[int, ...]
    list_number: int
    list_index: int
    uses: int = 0
    transit: Transit = NO_TRANSIT


class Proof(NamedTuple):
    """What a phone signs every half minute (现场证明), bound to its credential by hash.

    `counter` grows with every proof of the phone; `purpose` 0 means any that the credential has.
    """

    credential_hash: bytes
    made_at: int
    counter: int
    purpose: int = 0
