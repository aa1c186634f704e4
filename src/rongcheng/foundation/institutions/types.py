"""Plain values of institutions (机构数据类型)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from rongcheng.policy.types import Institution as PublishedInstitution
from rongcheng.policy.types import Venue
from rongcheng.policy.vocabulary import LETTER_OF_KIND

DESIGNATED = frozenset(LETTER_OF_KIND)
"""The kinds of institutions that treat or sell medicine, and settle."""


_LETTERS = frozenset(LETTER_OF_KIND.values())


def is_designated_code(code: str) -> bool:
    """Tell by its code whether an institution may treat and settle; parks and the like may not.

    >>> is_designated_code("H43010200013"), is_designated_code("V43010200001")
    (True, False)
    """
    return code[:1] in _LETTERS


class InstitutionBook(Protocol):
    """The part of a published policy book (政策手册) that names institutions."""

    metro: str

    def institutions(self) -> Sequence[PublishedInstitution]:
        """Return the institutions of the metro area."""

    def venues(self) -> Sequence[Venue]:
        """Return its parks, venues and transit operators."""

    def pool_of_city(self, city: str) -> str:
        """Return the pooling area of a city."""


class InstitutionInfo(NamedTuple):
    """An institution with its place, and its grade where it is a designated one (定点医药机构).

    Parks, venues and transit operators have no grade and settle nothing; they read codes.
    """

    code: str
    metro: str
    title_zh: str
    title_en: str
    kind: str
    hosp_lv: str
    tier: str
    city: str
    district: str
    pool: str
    ownership: str
    direct_settlement: bool
    core: str
    status: str
    listed: bool

    @property
    def is_designated(self) -> bool:
        """Tell whether it may treat and settle: a hospital, clinic, pharmacy or the like."""
        return self.kind in DESIGNATED


class IssuedCredential(NamedTuple):
    """A key pair as handed to the institution (签发的接口凭证)."""

    institution: str
    access_key: str
    secret_key: str

    def __repr__(self) -> str:
        """Show the access key only."""
        return f"IssuedCredential(access_key={self.access_key!r})"


class SyncCounts(NamedTuple):
    """What loading a published policy changed (同步结果)."""

    written: int
    delisted: int
