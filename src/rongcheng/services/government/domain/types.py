"""Facts and answers of the government rules (事实与结果): flat records, days as ordinals.

A place is a six-digit code of GB/T 2260: a district, a city (ends in 00) or the province (ends in
0000); an empty text is a place that the case does not have.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Mode(IntEnum):
    """How a case goes between cities (通办方式); HOME crosses none."""

    HOME = 1
    ONLINE = 2
    FORWARDED = 3
    JOINT = 4


class PlaceKind(IntEnum):
    """Which of a case's places competence follows."""

    REGISTERED = 1
    LIVING = 2
    MATTER = 3
    ORIGIN = 4


class Level(IntEnum):
    """At which level an authority stands (行使层级); numbers of GB/T 39046-2020, A.2."""

    PROVINCE = 2
    CITY = 3
    DISTRICT = 4


class CaseFacts(NamedTuple):
    """Where a person applies and what the case is about.

    `asked_at` is the district of the counter, or the city whose app she uses when `online`.
    `began_on` is the day on which the case began: later policy never changes its way.
    """

    began_on: int
    asked_at: str
    online: bool
    registered: str = ""
    living: str = ""
    matter: str = ""
    origin: str = ""


class JointTerm(NamedTuple):
    """A part of the case that another place does: which place, at which level.

    An `optional` part falls away where the case has no such place.
    """

    place: PlaceKind
    level: Level
    optional: bool = False


class PowerTerm(NamedTuple):
    """A delegated power over the item: first and last day, the day of recall (0: none)."""

    id: str
    giver: str
    receiver: str
    since: int
    until: int
    recalled_from: int


class AgreementTerm(NamedTuple):
    """An agreement that carries the item: its parties and modes, first and last day."""

    id: str
    parties: tuple[str, ...]
    modes: tuple[Mode, ...]
    since: int
    until: int


class RoutingTerms(NamedTuple):
    """What policy says of the item: competence, joint parts, all its powers and agreements.

    `cities` are the members of the metro area. Powers and agreements stand here whatever their
    days, so that the answer can say "not yet" and "no longer".
    """

    place: PlaceKind
    level: Level
    cities: tuple[str, ...]
    joint: tuple[JointTerm, ...] = ()
    powers: tuple[PowerTerm, ...] = ()
    agreements: tuple[AgreementTerm, ...] = ()


class Seat(NamedTuple):
    """An authority, by its place and level."""

    place: str
    level: Level


class JointSeat(NamedTuple):
    """An authority that does a part of the case; `part` is its number among the item's parts."""

    seat: Seat
    part: int


class Answer(IntEnum):
    """Which question a basis answers."""

    DECIDER = 1
    INTAKE = 2
    MODE = 3
    JOINT = 4


class BasisKind(IntEnum):
    """What an answer rests on: the item's own legal basis, a delegated power, an agreement.

    OWN_CITY is the plain rule that an authority serves its own city.
    """

    ITEM = 1
    POWER = 2
    AGREEMENT = 3
    OWN_CITY = 4


class Basis(NamedTuple):
    """The legal basis of one answer; `reference` is the id of the power or agreement."""

    answer: Answer
    kind: BasisKind
    reference: str = ""


class Routing(NamedTuple):
    """Who takes a case in, who decides it, who does a part of it, and why.

    `reasons` is a mask of `RoutingReason`. Where `refused` is set the case cannot begin here:
    `decider` then says who is competent all the same (None if even that is not known), `offered`
    which modes are agreed instead, `cited` the agreement that speaks of another time.
    """

    refused: bool
    reasons: int
    mode: Mode
    intake: str
    decider: Seat | None
    joint: tuple[JointSeat, ...] = ()
    power: str = ""
    agreement: str = ""
    bases: tuple[Basis, ...] = ()
    offered: tuple[Mode, ...] = ()
    cited: str = ""
