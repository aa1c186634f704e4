"""Plain values of mandates and guardianship (授权与监护的数据类型) for pages and other rooms."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.people.delegation.domain.types import Event, Stand, State
from rongcheng.web.actor import Closed


class NewMandate(NamedTuple):
    """A mandate to be given (拟授权); `document` and `witness` belong to one given on paper."""

    principal: UUID
    agent: UUID
    matters: frozenset[str]
    begins_on: date
    ends_on: date
    document: str = ""
    witness: str = ""


class NewGuardianship(NamedTuple):
    """A guardianship to be recorded at a counter (拟登记监护)."""

    child: UUID
    guardian: UUID
    document: str
    witness: str


class Given(NamedTuple):
    """The mandate's or guardianship's number, and whether an earlier call had made it."""

    number: int
    replayed: bool


class Happened(NamedTuple):
    """A step of its history (办理经过)."""

    event: Event
    reason: str
    by_label: str
    at: datetime


class ActInfo(NamedTuple):
    """Something done for another (代办记录), as it is told for ever."""

    mandate: int
    matter: str
    act: str
    reference: str
    agent_label: str
    at: datetime


class StandInfo(NamedTuple):
    """What a guardian last said of a matter (监护人意见)."""

    guardianship: int
    child: UUID
    guardian: UUID
    guardian_name: str
    matter: str
    stand: Stand
    words: str


class MandateInfo(NamedTuple):
    """A mandate or guardianship as both sides read it (授权、监护).

    `last_day` is the day before the child comes of age for a guardianship; `open` the matters in
    which the agent may act today, `closed` why not in the others.
    """

    id: int
    kind: str
    principal: UUID
    principal_name: str
    agent: UUID
    agent_name: str
    matters: tuple[str, ...]
    begins_on: date
    last_day: date
    origin: str
    document: str
    witness: str
    by_label: str
    given_at: datetime
    state: State
    history: tuple[Happened, ...]
    open: frozenset[str]
    closed: tuple[Closed, ...]
    acts: tuple[ActInfo, ...]
    stands: tuple[StandInfo, ...]

    @property
    def is_running(self) -> bool:
        """Say whether somebody acts under it now, will, or is asked to."""
        return self.state in {State.OFFERED, State.NOT_BEGUN, State.IN_FORCE}
