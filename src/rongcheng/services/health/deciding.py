"""From a request and the insured person's record to a decision (作决定): nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rongcheng.foundation.people.public import age_on
from rongcheng.kernel.money import format_yuan, line_amount_fen
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.benefits import needs_grant
from rongcheng.services.health.assessing.entitlements import refuse_if_stopped
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.services.health.domain.identities import is_line_amount
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.errors import (
    InstitutionNotNetworked,
    LineAmountWrong,
    NothingToSettle,
    SerialRepeated,
    TotalsDiffer,
)
from rongcheng.services.health.filings.facts import with_filing
from rongcheng.services.health.types import Charge, Decided, Insured, Place, SettlementRequest

TEMPORARY = "other"
"""Off-site category of someone who has filed nothing (其他临时外出就医)."""


def check_charges(charges: tuple[Charge, ...]) -> None:
    """Refuse lines whose amount is not price × quantity, or whose serial is repeated."""
    seen: set[str] = set()
    for charge in charges:
        facts = charge.facts
        if facts.serial in seen:
            raise SerialRepeated(serial=facts.serial)
        seen.add(facts.serial)
        if not is_line_amount(facts.price_micro, facts.quantity_e4, facts.amount_fen):
            computed = line_amount_fen(facts.price_micro, facts.quantity_e4)
            raise LineAmountWrong(
                serial=facts.serial,
                stated=format_yuan(facts.amount_fen),
                computed=format_yuan(computed),
            )


def decide_request(
    place: Place,
    insured: Insured,
    request: SettlementRequest,
    at: datetime,
    *,
    refuse: Callable[[int], None] = refuse_if_stopped,
) -> Decided:
    """Decide a request on the person's record of this moment, by the policy in force now."""
    if not place.direct_settlement and place.pool != insured.pool:
        raise InstitutionNotNetworked(name=place.name)
    book = book_by_hash(insured.policy_hash)
    emergency = bool(request.stay and request.stay.emergency)
    facts = with_filing(
        _facts(place, insured, request, at), book, insured.filings, emergency=emergency
    )
    assessment = assess(facts, book, insured.totals, refuse=refuse)
    total = assessment.amounts.total_fen
    if request.stated_total_fen is not None and request.stated_total_fen != total:
        raise TotalsDiffer(
            field="medfee_sumamt（医疗费总额）",
            stated=format_yuan(request.stated_total_fen),
            computed=format_yuan(total),
        )
    if total == 0:
        raise NothingToSettle()
    return Decided(insured, facts, insured.totals, assessment, at)


def _facts(place: Place, insured: Insured, request: SettlementRequest, at: datetime) -> CareFacts:
    """Return what the decision rests on: the person, the place, the care, the lines."""
    stay = request.stay
    kind = CareKind(request.kind)
    granted = insured.granted if needs_grant(kind) else ()
    return CareFacts(
        metro=place.metro,
        insured_pool=insured.pool,
        care_pool=place.pool,
        care_city=place.city,
        tier=place.tier,
        scheme=insured.scheme,
        standing=insured.standing,
        status=insured.status,
        kind=int(kind),
        category=TEMPORARY,
        filed=False,
        granted_diseases=granted,
        disease_code=request.disease_code,
        settled_on=at.date(),
        lines=tuple(charge.facts for charge in request.charges),
        account_use=request.account_use,
        account_balance_fen=insured.account_fen,
        aid_balance_fen=insured.aid_fen,
        begun_on=stay.begun_on if stay else request.begun_on,
        age=age_on(insured.born_on, at.date()),
        premium=insured.premium,
        pooling=insured.pooling,
        means=insured.means,
        civil_servant=insured.civil_servant,
        campus=place.kind == "campus",
        birth=stay.birth if stay else "",
        pregnancy=stay.fetts if stay else 0,
        interim=bool(stay and stay.interim),
        stay_settled=bool(stay and not stay.first_settlement),
        stay_deductible_fen=stay.deductible_taken_fen if stay else 0,
    )


def months_of(charges: tuple[Charge, ...]) -> set[int]:
    """Return the months (yyyymm) in which the charges fell."""
    return {c.facts.occurred_on.year * 100 + c.facts.occurred_on.month for c in charges}
