"""The e-health card (电子健康卡): the patient identity that hospitals of a province already read.

A card id is made from the person's main index, her document and the issuer's root key; a dynamic
code adds when it ends. Nothing here is stored: the document's number comes in, is compared, and is
forgotten. The card proves who a patient is; the insurance e-voucher proves who is insured; neither
is derived from the other.

- factor: XOR of the index's four groups of 8 bytes; user key: SM4-ECB under the root key of the
  factor followed by its complement
- card id: SM4-ECB under the user key of document type and number, padded with zero bytes to 32
- dynamic code: the card id, then SM4-ECB under the protection key of the expiry, yyyyMMddHHmmss in
  ASCII, padded with zero bytes to 16

The encryption has no padding block and no authentication: the end of a dynamic code is not bound
to its card id. So a reading says which card was shown and until when, and opens nothing by itself.

Source: domain/health-recognition.md section 2; GB/T 32907 (SM4).
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from gmssl import sm4

from rongcheng.kernel.clock import SHANGHAI

_BLOCK_BYTES = 16
_GROUP_BYTES = 8
_PLAIN_BYTES = 32
_INDEX = re.compile(r"[0-9A-F]{64}", re.ASCII)
_DYNAMIC = re.compile(r"([0-9A-F]{64})([0-9A-F]{32})", re.ASCII)
_DOCUMENT = re.compile(r"[0-9]{2}[0-9A-Za-z()-]{1,30}", re.ASCII)
_EXPIRY = re.compile(rb"([0-9]{14})\0\0")


class CardState(IntEnum):
    """What a shown dynamic code is worth (健康卡码状态)."""

    VALID = 0
    EXPIRED = 1
    MALFORMED = 2


class CardReading(NamedTuple):
    """A shown dynamic code: its state, the card id (empty if malformed), when it ends."""

    state: CardState
    card_id: str = ""
    expires_at: datetime | None = None


def make_card_id(index: str, document: str, root_key: bytes) -> str:
    """Return the card id, 64 hexadecimal characters (健康卡号).

    `index` is the main index id, 64 hexadecimal characters; `document` the two-digit type and the
    number. Raises ValueError for anything else.
    """
    if not _INDEX.fullmatch(index) or not _DOCUMENT.fullmatch(document):
        raise ValueError("an index of 64 hexadecimal characters and a document are needed")
    plain = document.encode("ascii").ljust(_PLAIN_BYTES, b"\0")
    return _encrypt(user_key(index, root_key), plain).hex().upper()


def user_key(index: str, root_key: bytes) -> bytes:
    """Return the key of one person's card, 16 bytes (用户密钥)."""
    digest = bytes.fromhex(index)
    factor = bytes(_GROUP_BYTES)
    for at in range(0, len(digest), _GROUP_BYTES):
        group = digest[at : at + _GROUP_BYTES]
        factor = bytes(one ^ other for one, other in zip(factor, group, strict=True))
    return _encrypt(root_key, factor + bytes(byte ^ 0xFF for byte in factor))


def is_card_of(card_id: str, index: str, document: str, root_key: bytes) -> bool:
    """Tell whether a card belongs to who holds this document (核对持卡人)."""
    if not _INDEX.fullmatch(index) or not _DOCUMENT.fullmatch(document):
        return False
    return hmac.compare_digest(card_id.encode(), make_card_id(index, document, root_key).encode())


def make_dynamic_code(card_id: str, expires_at: datetime, protection_key: bytes) -> str:
    """Return a code that holds until an aware moment, to the second (动态码)."""
    written = expires_at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S")
    block = written.encode("ascii").ljust(_BLOCK_BYTES, b"\0")
    return card_id + _encrypt(protection_key, block).hex().upper()


def read_dynamic_code(code: str, at: datetime, protection_key: bytes) -> CardReading:
    """Return what a shown code is worth at an aware moment; raises for no input."""
    found = _DYNAMIC.fullmatch(code)
    if found is None:
        return CardReading(CardState.MALFORMED)
    expiry = _EXPIRY.fullmatch(_decrypt(protection_key, bytes.fromhex(found[2])))
    if expiry is None:
        return CardReading(CardState.MALFORMED)
    try:
        moment = datetime.strptime(expiry[1].decode("ascii"), "%Y%m%d%H%M%S")
    except ValueError:
        return CardReading(CardState.MALFORMED)
    expires_at = moment.replace(tzinfo=SHANGHAI)
    state = CardState.VALID if at < expires_at else CardState.EXPIRED
    return CardReading(state, found[1], expires_at)


def _encrypt(key: bytes, plain: bytes) -> bytes:
    return _blocks(key, plain, sm4.SM4_ENCRYPT)


def _decrypt(key: bytes, sealed: bytes) -> bytes:
    return _blocks(key, sealed, sm4.SM4_DECRYPT)


def _blocks(key: bytes, data: bytes, mode: int) -> bytes:
    """Run SM4 block by block; the library's own ECB would append a block of padding."""
    cipher = sm4.CryptSM4()
    cipher.set_key(key, mode)
    done = [
        bytes(cipher.one_round(cipher.sk, list(data[at : at + _BLOCK_BYTES])))
        for at in range(0, len(data), _BLOCK_BYTES)
    ]
    return b"".join(done)
