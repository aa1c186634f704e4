"""Plain values of the rules (授权与监护的数据类型): days are dates, people are opaque words."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """By what somebody acts for another (代办依据)."""

    MANDATE = 1
    GUARDIANSHIP = 2


class Event(IntEnum):
    """What happened to a mandate or guardianship after it was given (办理经过)."""

    ACCEPTED = 1
    REFUSED = 2
    WITHDRAWN = 3
    REVOKED = 4
    RESIGNED = 5
    ENDED = 6


class State(IntEnum):
    """Where it stands on a day (状态); the first six are stored, the others follow from days."""

    OFFERED = 1
    ACCEPTED = 2
    REFUSED = 3
    WITHDRAWN = 4
    REVOKED = 5
    RESIGNED = 6
    ENDED = 7
    LAPSED = 8
    NOT_BEGUN = 9
    IN_FORCE = 10
    EXPIRED = 11
    GROWN_UP = 12


class Guardians(IntEnum):
    """How many guardians a matter needs (监护人办理方式)."""

    NONE = 1
    ANY = 2
    ALL = 3


class Stand(IntEnum):
    """What a guardian said about a matter (监护人意见)."""

    SILENT = 0
    AGREES = 1
    OBJECTS = 2


class Limits(NamedTuple):
    """The house's own figures: years, days and numbers of people."""

    adult_years: int
    offer_days: int
    most_agents: int
    most_guardians: int


class Matter(NamedTuple):
    """What may be done under a mandate (代办事项).

    `is_online` says whether it may be given without coming to a counter; `longest_months` how
    long a mandate may run.
    """

    key: str
    guardians: Guardians
    is_online: bool
    longest_months: int


class Mandate(NamedTuple):
    """A mandate (授权) or a guardianship (监护) with all that happened to it.

    `ends_on` is the last day, itself included; a guardianship has none, it ends with childhood.
    """

    kind: Kind
    matters: frozenset[str]
    given_on: date
    begins_on: date
    ends_on: date | None
    principal_born_on: date
    events: tuple[Event, ...]


class GuardianStand(NamedTuple):
    """What one guardian in force said of a matter; `is_acting` is the one who wants to act."""

    is_acting: bool
    stand: Stand


class Offer(NamedTuple):
    """A mandate as somebody wants to give it (拟授权), with what the rule needs to know.

    `standing` counts the principal's mandates that are offered or in force.
    """

    is_same_person: bool
    is_same_metro: bool
    principal_born_on: date
    agent_born_on: date
    matters: frozenset[str]
    begins_on: date
    ends_on: date
    is_at_counter: bool
    has_document: bool
    has_witness: bool
    witness_is_party: bool
    standing: int


class Custody(NamedTuple):
    """A guardianship as a counter wants to record it (拟登记监护)."""

    is_same_person: bool
    is_same_metro: bool
    child_born_on: date
    guardian_born_on: date
    has_document: bool
    has_witness: bool
    witness_is_party: bool
    standing: int
