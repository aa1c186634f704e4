"""From a request and the insured person's record to a decision (作决定): nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rongcheng.kernel.money import format_yuan, line_amount_fen
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessment import assess
from rongcheng.services.health.domain.identities import is_line_amount
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.entitlements import refuse_if_stopped
from rongcheng.services.health.errors import (
    InstitutionNotNetworked,
    LineAmountWrong,
    NothingToSettle,
    SerialRepeated,
    TotalsDiffer,
)
from rongcheng.services.health.facts import CareFacts
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
    facts = CareFacts(
        metro=place.metro,
        insured_pool=insured.pool,
        care_pool=place.pool,
        care_city=place.city,
        tier=place.tier,
        scheme=insured.scheme,
        standing=insured.standing,
        status=insured.status,
        kind=request.kind,
        category=TEMPORARY,
        filed=False,
        granted_diseases=insured.granted if request.kind == CareKind.SPECIAL_DISEASE else (),
        disease_code=request.disease_code,
        settled_on=at.date(),
        lines=tuple(charge.facts for charge in request.charges),
        account_use=request.account_use,
        account_balance_fen=insured.account_fen,
        aid_balance_fen=insured.aid_fen,
    )
    book = book_by_hash(insured.policy_hash)
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


def months_of(charges: tuple[Charge, ...]) -> set[int]:
    """Return the months (yyyymm) in which the charges fell."""
    return {c.facts.occurred_on.year * 100 + c.facts.occurred_on.month for c in charges}
