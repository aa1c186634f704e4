"""Who takes a case in and who decides it (谁收、谁办): the competent authority stays who it is.

A counter elsewhere or an app only brings the case to it, and only where the places have agreed to
that. Powers that were delegated when the case began hold to its end. Each answer names its basis.

Source: domain/government.md sections 1, 4 and 6.
"""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.services.government.domain.reasons import RoutingReason
from rongcheng.services.government.domain.types import (
    AgreementTerm,
    Answer,
    Basis,
    BasisKind,
    CaseFacts,
    JointSeat,
    Level,
    Mode,
    PlaceKind,
    PowerTerm,
    Routing,
    RoutingTerms,
    Seat,
)


def decide_routing(facts: CaseFacts, terms: RoutingTerms) -> Routing:
    """Return who takes the case in, who decides, who takes part, in which mode, and on what basis.

    A Zhuzhou firm applies at a counter in Yuhua (Changsha) for a licence that Shifeng decides:

    >>> agreed = AgreementTerm("pair", ("430111", "430204"), (Mode.FORWARDED,), 737000, 800000)
    >>> terms = RoutingTerms(PlaceKind.MATTER, Level.DISTRICT, ("430100", "430200"),
    ...                      agreements=(agreed,))
    >>> found = decide_routing(CaseFacts(739617, "430111", False, matter="430204"), terms)
    >>> found.mode.name, found.intake, found.decider.place, found.agreement
    ('FORWARDED', '430100', '430204', 'pair')
    """
    place = place_of(facts, terms.place)
    lacking = _is_usable(place, terms.level, terms.cities)
    if lacking:
        return Routing(True, lacking, Mode.HOME, "", None)
    decider, power, reasons = decide_decider(place, terms, facts.began_on)
    bases = (_decider_basis(power),)
    home = Routing(False, reasons, Mode.HOME, city_of(place), decider, (), power, "", bases)
    if not is_member(facts.asked_at, terms.cities):
        return _refused(home, RoutingReason.ASKED_OUTSIDE)
    joint, reason = _joint_seats(facts, terms, decider)
    if reason in (RoutingReason.JOINT_PLACE_MISSING, RoutingReason.JOINT_PLACE_OUTSIDE):
        return _refused(home, reason)
    home = home._replace(joint=joint, reasons=reasons | reason)
    others = tuple(place_of(facts, terms.joint[part.part].place) for part in joint)
    mode = _mode_of(facts, place, others)
    if mode is Mode.HOME:
        return _in_own_city(home)
    return _across(home, mode, facts, terms.agreements, (facts.asked_at, place, *others))


def decide_decider(place: str, terms: RoutingTerms, on: int) -> tuple[Seat, str, int]:
    """Return the deciding authority, the id of the power it decides by, and the reasons.

    By law it is the authority of the item's level at the place; a power delegated by it to an
    authority that covers the place, and in force on the day, goes before. A received power is
    never passed on, so one step is enough.
    """
    by_law = seat_at(place, terms.level)
    reasons = 0
    for power in terms.powers:
        if power.giver != by_law.place or not _covers(power.receiver, place):
            continue
        if power.recalled_from and on >= power.recalled_from:
            reasons |= RoutingReason.POWER_RECALLED
        elif on > power.until:
            reasons |= RoutingReason.POWER_ENDED
        elif on < power.since:
            reasons |= RoutingReason.POWER_LATER
        else:
            return _receiver(power), power.id, int(RoutingReason.POWER_HOLDS)
    return by_law, "", reasons


def place_of(facts: CaseFacts, kind: PlaceKind) -> str:
    """Return one of a case's places; empty if the case has none of this kind."""
    places = {
        PlaceKind.REGISTERED: facts.registered,
        PlaceKind.LIVING: facts.living,
        PlaceKind.MATTER: facts.matter,
        PlaceKind.ORIGIN: facts.origin,
    }
    return places[kind]


def seat_at(place: str, level: Level) -> Seat:
    """Return the authority of a level that a place belongs to.

    >>> seat_at("430304", Level.CITY), seat_at("430304", Level.PROVINCE).place
    (Seat(place='430300', level=<Level.CITY: 3>), '430000')
    """
    if level is Level.PROVINCE:
        return Seat(province_of(place), level)
    return Seat(city_of(place) if level is Level.CITY else place, level)


def city_of(place: str) -> str:
    """Return the city of a district; of a city itself.

    >>> city_of("430304"), city_of("430300")
    ('430300', '430300')
    """
    return place[: -len("00")] + "00"


def province_of(place: str) -> str:
    """Return the province of a district or city.

    >>> province_of("430304")
    '430000'
    """
    return place[: -len("0000")] + "0000"


def is_member(place: str, cities: Iterable[str]) -> bool:
    """Tell whether a place lies in a member city."""
    return bool(place) and city_of(place) in cities


def is_party(place: str, parties: Iterable[str]) -> bool:
    """Tell whether a place is a party to an agreement, or lies in a city that is."""
    return any(party in (place, city_of(place)) for party in parties)


def _is_usable(place: str, level: Level, cities: tuple[str, ...]) -> int:
    if not place:
        return RoutingReason.PLACE_MISSING
    if not is_member(place, cities):
        return RoutingReason.PLACE_OUTSIDE
    if level is Level.DISTRICT and place == city_of(place):
        return RoutingReason.PLACE_TOO_WIDE
    return 0


def _covers(receiver: str, place: str) -> bool:
    return receiver in (place, city_of(place))


def _receiver(power: PowerTerm) -> Seat:
    is_city = power.receiver == city_of(power.receiver)
    return Seat(power.receiver, Level.CITY if is_city else Level.DISTRICT)


def _decider_basis(power: str) -> Basis:
    kind = BasisKind.POWER if power else BasisKind.ITEM
    return Basis(Answer.DECIDER, kind, power)


def _joint_seats(
    facts: CaseFacts, terms: RoutingTerms, decider: Seat
) -> tuple[tuple[JointSeat, ...], int]:
    """Return the authorities that take part, or the reason why one of them cannot."""
    seats: list[JointSeat] = []
    reason = 0
    for number, part in enumerate(terms.joint):
        place = place_of(facts, part.place)
        if part.optional and not place:
            continue
        lacking = _is_usable(place, part.level, terms.cities)
        if lacking == RoutingReason.PLACE_OUTSIDE:
            return (), RoutingReason.JOINT_PLACE_OUTSIDE
        if lacking:
            return (), RoutingReason.JOINT_PLACE_MISSING
        seat = seat_at(place, part.level)
        if seat == decider:
            reason |= RoutingReason.SAME_AUTHORITY
        else:
            seats.append(JointSeat(seat, number))
    return tuple(seats), reason


def _mode_of(facts: CaseFacts, place: str, others: tuple[str, ...]) -> Mode:
    """Return the mode that the case needs; where no city border is crossed, HOME."""
    own = city_of(place)
    if any(city_of(other) != own for other in others):
        return Mode.JOINT
    if city_of(facts.asked_at) == own:
        return Mode.HOME
    return Mode.ONLINE if facts.online else Mode.FORWARDED


def _in_own_city(home: Routing) -> Routing:
    own = tuple(Basis(answer, BasisKind.OWN_CITY) for answer in (Answer.INTAKE, Answer.MODE))
    parts = tuple(Basis(Answer.JOINT, BasisKind.ITEM) for _ in home.joint)
    return home._replace(
        reasons=home.reasons | RoutingReason.OWN_CITY, bases=home.bases + own + parts
    )


def _across(
    home: Routing,
    mode: Mode,
    facts: CaseFacts,
    agreements: tuple[AgreementTerm, ...],
    places: tuple[str, ...],
) -> Routing:
    """Return the way across cities, if an agreement of the day carries it between all places."""
    carrying = [
        agreement
        for agreement in agreements
        if all(is_party(at, agreement.parties) for at in places)
    ]
    on = facts.began_on
    in_force = [a for a in carrying if a.since <= on <= a.until]
    chosen = next((a for a in _closest(in_force) if mode in a.modes), None)
    if chosen is None:
        return _not_carried(home._replace(mode=mode), carrying, in_force, on)
    intake = home.intake if mode is Mode.ONLINE else city_of(facts.asked_at)
    by_agreement = tuple(
        Basis(answer, BasisKind.AGREEMENT, chosen.id) for answer in (Answer.INTAKE, Answer.MODE)
    )
    parts = tuple(Basis(Answer.JOINT, BasisKind.AGREEMENT, chosen.id) for _ in home.joint)
    return home._replace(
        mode=mode,
        intake=intake,
        agreement=chosen.id,
        bases=home.bases + by_agreement + parts,
    )


def _closest(agreements: list[AgreementTerm]) -> list[AgreementTerm]:
    """Return agreements between districts before those between cities, the later ones first."""

    def closeness(agreement: AgreementTerm) -> tuple[bool, int, str]:
        by_cities = any(party == city_of(party) for party in agreement.parties)
        return by_cities, -agreement.since, agreement.id

    return sorted(agreements, key=closeness)


def _not_carried(
    home: Routing, carrying: list[AgreementTerm], in_force: list[AgreementTerm], on: int
) -> Routing:
    instead = {Mode.ONLINE, Mode.FORWARDED} if home.mode is not Mode.JOINT else set()
    offered = sorted({mode for agreement in in_force for mode in agreement.modes} & instead)
    if offered:
        found = _refused(home, RoutingReason.MODE_NOT_AGREED)
        return found._replace(offered=tuple(offered))
    fitting = [a for a in carrying if home.mode in a.modes]
    later = sorted((a for a in fitting if a.since > on), key=lambda a: a.since)
    if later:
        found = _refused(home, RoutingReason.AGREEMENT_LATER)
        return found._replace(cited=later[0].id)
    if fitting:
        ended = max(fitting, key=lambda a: a.until)
        return _refused(home, RoutingReason.AGREEMENT_ENDED)._replace(cited=ended.id)
    return _refused(home, RoutingReason.NOT_AGREED)


def _refused(home: Routing, reason: int) -> Routing:
    """Return the refusal, which keeps who is competent, so that nobody is sent into the blue."""
    return home._replace(refused=True, reasons=home.reasons | reason)
