"""Plain values of people (人员数据类型). None of them carries an ID number."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID


class NewResident(NamedTuple):
    """What a registration needs (登记信息); the number is sealed at once and not kept in clear."""

    name: str
    id_number: str
    home_city: str
    home_district: str = ""

    def __repr__(self) -> str:
        """Show nothing that could identify anybody."""
        return f"NewResident(home_city={self.home_city!r})"


class ResidentInfo(NamedTuple):
    """A registered resident (居民); `gender` is 1 male, 2 female."""

    id: UUID
    metro: str
    name: str
    born_on: date
    gender: int
    home_city: str
    home_district: str

    def __repr__(self) -> str:
        """Show the opaque id only: values end up in logs and tracebacks."""
        return f"ResidentInfo(id={self.id})"


class Enrolment(NamedTuple):
    """What an insurance needs (参保登记信息); `psn_no` empty: the system chooses one.

    `premium` is the tier that a resident pays for (single, high, low); `pooling` tells employees
    with a personal account (combined) from those without (single).
    """

    resident_id: UUID
    pool: str
    scheme: str
    standing: str
    psn_type: str
    insured_from: date
    psn_no: str = ""
    status: str = "1"
    civil_servant: bool = False
    employer: str = ""
    premium: str = "single"
    pooling: str = "combined"


class InsuranceInfo(NamedTuple):
    """A resident's insurance in one pool (参保信息)."""

    psn_no: str
    resident_id: UUID
    pool: str
    scheme: str
    standing: str
    insutype: str
    psn_type: str
    status: str
    insured_from: date
    civil_servant: bool
    employer: str
    premium: str = "single"
    pooling: str = "combined"

    @property
    def account_code(self) -> str:
        """The ledger account of the personal account (个人账户)."""
        return f"account:{self.psn_no}"

    @property
    def aid_code(self) -> str:
        """The ledger account of what the family set aside for this person (家庭共济)."""
        return f"aid:{self.psn_no}"


class IdentityInfo(NamedTuple):
    """A recognised identity of a resident (人员身份类别), dictionary psn_idet_type."""

    identity_type: str
    level: str
    begins_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the identity is in force on a day, first and last day included."""
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)


class DemoCard(NamedTuple):
    """A card on the demo's sign-in page (演示登录卡片)."""

    login: str
    kind: str
    role: str
    name: str
    metro: str
    city: str
    institution: str
    scheme: str
    standing: str
