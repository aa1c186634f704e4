"""Plain values of e-certificates (电子证照数据类型)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.certificates.claims import Claims, Words

VALID, EXPIRED, REVOKED, REPLACED = "valid", "expired", "revoked", "replaced"
STATES = (VALID, EXPIRED, REVOKED, REPLACED)
"""How a certificate may stand; what has ended stays so, also after its last day."""


class NewCertificate(NamedTuple):
    """What is to be issued: kind, holder, authority, and the answers that fill its fields.

    `basis` names what it rests on, such as a case's number: one certificate of a kind for each.
    `facts` are answers by the words that the register's `takes` uses. Whoever issues says whether
    anything in it is invented (`sample`): then the paper says so. Only staff of its `department`,
    and those who work for all of the city's, list it.
    """

    metro: str
    kind: str
    person_id: UUID
    basis: str
    city: str
    place: Words
    authority: Words
    facts: Mapping[str, Words]
    sample: bool = False
    department: str = ""


class Ending(NamedTuple):
    """When and why a certificate stopped to hold (停用), and who said so."""

    at: datetime
    kind: str
    reason: str
    by: str


class CertificateInfo(NamedTuple):
    """A certificate as its holder, or whoever has number and code, sees it.

    `code` is the verification code that stands on the paper. `replayed` says that it had been
    issued before.
    """

    number: str
    code: str
    person_id: UUID
    basis: str
    claims: Claims
    state: str
    ending: Ending | None
    issued_at: datetime
    replayed: bool = False

    @property
    def kind(self) -> str:
        """Return the id of its kind."""
        return self.claims.kind

    @property
    def valid_from(self) -> date:
        """Return its first day."""
        return self.claims.valid_from

    @property
    def valid_until(self) -> date | None:
        """Return its last day, None if it has no end."""
        return self.claims.valid_until

    def __repr__(self) -> str:
        """Show number and state only: values end up in logs and tracebacks."""
        return f"CertificateInfo(number={self.number}, state={self.state})"


class Licence(NamedTuple):
    """A kind that a person holds and need not bring on paper (免带的证照)."""

    kind: str
    number: str
    valid_until: date | None
