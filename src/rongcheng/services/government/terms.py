"""What the government rules need of the policy book (通办规则的政策依据), as flat terms.

Powers and agreements are given whatever their days: the rule itself tells which hold, and can so
say "not yet" and "no longer".
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_lists import DelegatedPower
from rongcheng.policy.item_types import Competence, JointPart
from rongcheng.policy.item_types import Limit as WrittenLimit
from rongcheng.policy.types import Agreement
from rongcheng.services.government.domain.deadlines import Limit, LimitUnit
from rongcheng.services.government.domain.types import (
    AgreementTerm,
    JointTerm,
    Level,
    Mode,
    PlaceKind,
    PowerTerm,
    RoutingTerms,
)

MODES = {"online": Mode.ONLINE, "forwarded": Mode.FORWARDED, "joint": Mode.JOINT}
PLACE_KINDS = {
    "registered": PlaceKind.REGISTERED,
    "living": PlaceKind.LIVING,
    "matter": PlaceKind.MATTER,
    "origin": PlaceKind.ORIGIN,
}
_UNITS = {"working_days": LimitUnit.WORKING_DAYS, "days": LimitUnit.DAYS}
_FOR_EVER = date.max.toordinal()


class DeadlineTerms(NamedTuple):
    """The limits of a case that began on a day: the law's, and the shorter one promised.

    `check_days` are the working days in which all that is missing is asked for, or the case counts
    as accepted; `supplement_days` the working days for which a supplement is waited for.
    """

    legal: Limit
    promised: Limit
    check_days: int
    supplement_days: int


def deadline_terms(book: PolicyBook, code: str, at: str, on: date) -> DeadlineTerms:
    """Return the limits of an item at the deciding city for a case that begins on a day.

    Raises the policy book's UnknownItem, NoItemVersion or NoPolicyValue.
    """
    version = book.government.item_on(code, on)
    return DeadlineTerms(
        legal=_limit(version.legal_limit),
        promised=_limit(version.promised_limit),
        check_days=_days(book, "government.acceptance.check_days", at, on),
        supplement_days=_days(book, "government.acceptance.supplement_days", at, on),
    )


def routing_terms(book: PolicyBook, code: str, on: date) -> RoutingTerms:
    """Return what decides the way of a case that begins on a day.

    Raises the policy book's UnknownItem or NoItemVersion.
    """
    version = book.government.item_on(code, on)
    place, level = _seat(version.competence)
    agreements = [a for a in book.agreements() if code in {agreed.item for agreed in a.items}]
    return RoutingTerms(
        place=place,
        level=level,
        cities=tuple(city.code for city in book.cities()),
        joint=tuple(JointTerm(*_seat(part), part.optional) for part in version.joint),
        powers=tuple(_power(p) for p in book.government.powers() if code in p.items),
        agreements=tuple(_agreement(a, code) for a in agreements),
    )


def _days(book: PolicyBook, key: str, at: str, on: date) -> int:
    value = book.resolve(key, at=at, on=on).value
    assert isinstance(value, int)
    return value


def _limit(limit: WrittenLimit) -> Limit:
    return Limit(limit.number, _UNITS[limit.unit])


def _seat(named: Competence | JointPart) -> tuple[PlaceKind, Level]:
    return PLACE_KINDS[named.place], Level(int(named.level))


def _power(power: DelegatedPower) -> PowerTerm:
    return PowerTerm(
        id=power.id,
        giver=power.giver,
        receiver=power.receiver,
        since=power.since.toordinal(),
        until=power.until.toordinal() if power.until else _FOR_EVER,
        recalled_from=power.recall.since.toordinal() if power.recall else 0,
    )


def _agreement(agreement: Agreement, code: str) -> AgreementTerm:
    agreed = next(agreed for agreed in agreement.items if agreed.item == code)
    return AgreementTerm(
        id=agreement.id,
        parties=agreement.parties,
        modes=tuple(sorted(MODES[mode] for mode in agreed.modes)),
        since=agreement.since.toordinal(),
        until=agreement.until.toordinal() if agreement.until else _FOR_EVER,
    )
