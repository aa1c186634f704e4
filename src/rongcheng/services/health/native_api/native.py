"""Between the native API's shapes and this room's own types (原生接口的转换)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.errors import AmountOutOfRange
from rongcheng.kernel.money import (
    check_line,
    display_yuan,
    format_yuan,
    parse_scaled,
    parse_yuan,
)
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.domain.types import AccountUse, Approval, CareKind
from rongcheng.services.health.errors import AmountTooLarge, TooLate
from rongcheng.services.health.explaining.explanation import Explanation
from rongcheng.services.health.hsa.faults import DayNotGoverned
from rongcheng.services.health.models import Decision
from rongcheng.services.health.native_api.schemas import (
    AmountsOut,
    AuthorityOut,
    CareName,
    LineIn,
    ReasonOut,
    SettlementIn,
    SettlementOut,
    Status,
    StepOut,
    WhyOut,
)
from rongcheng.services.health.types import Charge, Settled, SettlementRequest
from rongcheng.web.i18n import t
from rongcheng.web.sums import Authority, Step

CARE: dict[CareName, CareKind] = {
    "outpatient": CareKind.OUTPATIENT,
    "special_disease": CareKind.SPECIAL_DISEASE,
}
CARE_NAMES: dict[str, CareName] = {str(int(kind)): name for name, kind in CARE.items()}
ACCOUNTS = {"none": AccountUse.NONE, "own": AccountUse.OWN, "family": AccountUse.MUTUAL_AID}
APPROVALS = {
    "not_needed": Approval.NOT_NEEDED,
    "approved": Approval.APPROVED,
    "refused": Approval.REFUSED,
}


@contextmanager
def governed_days() -> Iterator[None]:
    """Name the day that no policy governs: nothing is decided, and nothing guessed."""
    try:
        yield
    except NoPolicyValue as missing:
        raise DayNotGoverned(
            path="lines.occurred_at",
            name="发生时间",
            on=missing.params["on"],
            key=missing.params["key"],
        ) from missing


def request_of(body: SettlementIn, content_hash: bytes) -> SettlementRequest:
    """Return the request to settle that a call's body makes."""
    now = get_clock().now()
    return SettlementRequest(
        psn_no=body.psn_no,
        kind=int(CARE[body.care]),
        disease_code=body.disease,
        charges=tuple(charge_of(line, now) for line in body.lines),
        account_use=int(ACCOUNTS[body.account]),
        request_id=body.request_id,
        request_hash=content_hash,
    )


def charge_of(line: LineIn, now: datetime) -> Charge:
    """Return a charge line in exact integers; refused when dated ahead or out of range."""
    if line.occurred_at.tzinfo is None:
        occurred = line.occurred_at.replace(tzinfo=SHANGHAI)
    else:
        occurred = line.occurred_at.astimezone(SHANGHAI)
    if occurred > now:
        raise TooLate(serial=line.serial, at=format_datetime(occurred))
    price = parse_scaled(line.price, 6, "price")
    quantity = parse_scaled(line.quantity, 4, "quantity")
    try:
        check_line(price, quantity)
    except AmountOutOfRange:
        raise AmountTooLarge(field=f"费用明细 {line.serial} 的 price × quantity") from None
    facts = ChargeFacts(
        serial=line.serial,
        item_code=line.item,
        occurred_on=occurred.date(),
        price_micro=price,
        quantity_e4=quantity,
        amount_fen=parse_yuan(line.amount, "amount"),
        approval=int(APPROVALS[line.approval]),
    )
    return Charge(facts, "", occurred, "", "")


def settlement_out(settled: Settled) -> SettlementOut:
    """Return a settlement as the native API answers it."""
    amounts = settled.amounts
    return SettlementOut(
        settlement=settled.setl_id,
        visit=settled.mdtrt_id,
        decision=settled.decision_id,
        settled_at=settled.settled_at.astimezone(SHANGHAI),
        care=CARE_NAMES[settled.med_type],
        amounts=AmountsOut(
            total=format_yuan(amounts.total_fen),
            self_paid=format_yuan(amounts.self_paid_fen),
            over_limit=format_yuan(amounts.over_limit_fen),
            prepaid=format_yuan(amounts.prepaid_fen),
            in_scope=format_yuan(amounts.in_scope_fen),
            deductible=format_yuan(amounts.deductible_fen),
            fund=format_yuan(amounts.fund_fen),
            person=format_yuan(amounts.person_fen),
            account=format_yuan(amounts.account_fen),
            family=format_yuan(amounts.aid_fen),
            cash=format_yuan(amounts.cash_fen),
            hospital=format_yuan(amounts.hospital_fen),
        ),
        ratio_ppm=settled.ratio_ppm,
        balance=format_yuan(settled.balance_fen),
        message=counter_message(settled),
        replayed=settled.replayed,
    )


def counter_message(settled: Settled) -> str:
    """Return the sentence that the counter says to the person, in Chinese."""
    amounts = settled.amounts
    key = "health.counter.settled" if amounts.total_fen > 0 else "health.counter.reversed"
    return t(
        key,
        "zh",
        total=display_yuan(abs(amounts.total_fen)),
        fund=display_yuan(abs(amounts.fund_fen)),
        person=display_yuan(abs(amounts.person_fen)),
    )


def why_out(setl_id: str, decision: Decision, explanation: Explanation) -> WhyOut:
    """Return an explanation as the native API answers it."""
    return WhyOut(
        settlement=setl_id,
        decision=decision.id,
        policy_hash=decision.policy_hash,
        rule_version=decision.rule_version,
        steps=[_step_out(step) for step in explanation.steps],
        reasons=[
            ReasonOut(code=reason.code, zh=reason.zh, en=reason.en)
            for reason in explanation.reasons
        ],
        governed=list(explanation.governed),
        parameters_used=explanation.samples.used,
        sample_values=explanation.samples.count,
    )


def _step_out(step: Step) -> StepOut:
    return StepOut(
        label=step.label,
        sign=step.sign,
        amount=None if step.amount_fen is None else format_yuan(step.amount_fen),
        shown=step.shown,
        note=step.note,
        authorities=[_authority_out(item) for item in step.authorities],
    )


def _authority_out(item: Authority) -> AuthorityOut:
    return AuthorityOut(
        title=item.title,
        value=item.value,
        layer=item.layer,
        document=item.document,
        number=item.number,
        issued_on=item.issued_on,
        since=item.since.isoformat(),
        status=cast("Status", item.status),
    )
