"""Plain values of institutions (机构数据类型)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from rongcheng.policy.types import Institution as PublishedInstitution


class InstitutionBook(Protocol):
    """The part of a published policy book (政策手册) that names institutions."""

    metro: str

    def institutions(self) -> Sequence[PublishedInstitution]:
        """Return the institutions of the metro area."""

    def pool_of_city(self, city: str) -> str:
        """Return the pooling area of a city."""


class InstitutionInfo(NamedTuple):
    """A designated institution (定点医药机构) with its place and grade."""

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
