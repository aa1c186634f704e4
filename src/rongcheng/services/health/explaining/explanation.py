"""Why? (为什么？): the sum behind a settlement, each step with its parameter, value and document.

Made from the stored facts, totals and results and the policy edition that the decision names,
never from today's policy.
"""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.kernel.outcomes import Reason, reasons_from_mask
from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.filing_terms import FILING_REASONS
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import STAYS, CareKind, ChargeClass
from rongcheng.services.health.explaining.citing import Citation
from rongcheng.services.health.explaining.fund_steps import fund_steps
from rongcheng.web.i18n import t
from rongcheng.web.sums import SampleNote, Step, sample_note


class LineView(NamedTuple):
    """One charge line as a resident reads it."""

    title: str
    charge_class: str
    status: str
    amount_fen: int
    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int
    reasons: tuple[str, ...]


class Explanation(NamedTuple):
    """A decision explained: steps, lines, reasons, which days governed, which samples stand in."""

    steps: tuple[Step, ...]
    lines: tuple[LineView, ...]
    reasons: tuple[Reason, ...]
    samples: SampleNote
    governed: tuple[str, ...]


def explain(
    assessment: Assessment, facts: CareFacts, totals: CareTotals, lang: Lang
) -> Explanation:
    """Return the whole Why? of a decision in one language."""
    cite = Citation(assessment.values, facts, lang)
    steps = [*_bill_steps(assessment, cite), *fund_steps(assessment, facts, totals, cite)]
    steps += _person_steps(assessment, cite)
    return Explanation(
        tuple(steps),
        tuple(_line_view(line, lang) for line in assessment.lines),
        reasons_from_mask(assessment.reasons, {**REASONS, **FILING_REASONS}),
        sample_note(steps),
        _governed(facts, lang),
    )


def _bill_steps(assessment: Assessment, cite: Citation) -> list[Step]:
    bill = assessment.bill
    prepaid = [line.policy.prepay for line in assessment.lines if line.policy.prepay is not None]
    steps = [Step(cite.text("total"), bill.total_fen, note=cite.text("total_note"))]
    if bill.self_paid_fen:
        steps.append(
            Step(cite.text("self_paid"), bill.self_paid_fen, "−", note=cite.text("self_paid_note"))
        )
    if bill.over_limit_fen:
        steps.append(
            Step(
                cite.text("over_limit"),
                bill.over_limit_fen,
                "−",
                note=cite.text("over_limit_note"),
            )
        )
    if bill.prepaid_fen:
        steps.append(
            Step(
                cite.text("prepaid"),
                bill.prepaid_fen,
                "−",
                note=cite.text("prepaid_note"),
                authorities=cite.each(prepaid, cite.facts.care_pool),
            )
        )
    steps.append(Step(cite.text("in_scope"), bill.in_scope_fen, "="))
    return steps


def _person_steps(assessment: Assessment, cite: Citation) -> list[Step]:
    amounts = assessment.amounts
    steps = [
        Step(cite.text("total_again"), amounts.total_fen),
        Step(cite.text("fund_paid"), amounts.fund_fen, "−"),
        Step(cite.text("you_pay"), amounts.person_fen, "="),
    ]
    # Asked for, family mutual aid is shown with its rule also where it may pay nothing.
    aid_asked = "mutual_aid" in cite.values
    if aid_asked:
        aid = cite.of("mutual_aid")
        steps.append(Step(cite.text("aid"), amounts.aid_fen, "−", authorities=aid))
    elif amounts.account_fen:
        steps.append(Step(cite.text("account"), amounts.account_fen, "−"))
    if aid_asked or amounts.account_fen:
        steps.append(Step(cite.text("cash"), amounts.cash_fen, "="))
    return steps


def _line_view(line: LineOutcome, lang: Lang) -> LineView:
    reasons = reasons_from_mask(line.split.reasons, REASONS)
    return LineView(
        line.policy.title[lang],
        t(f"health.class.{ChargeClass(line.policy.terms.charge_class).name}", lang),
        line.policy.status,
        line.facts.amount_fen,
        line.split.self_paid_fen,
        line.split.over_limit_fen,
        line.split.prepaid_fen,
        line.split.in_scope_fen,
        tuple(reason.message(lang) for reason in reasons),
    )


def _governed(facts: CareFacts, lang: Lang) -> tuple[str, ...]:
    """Say which day governed what (project reading of health-settlement section 4)."""
    begun = facts.begun_on or facts.settled_on
    kind = CareKind(facts.kind)
    lines = [
        t("health.why.governed_settled", lang, on=facts.settled_on.isoformat()),
        t("health.why.governed_lines", lang),
    ]
    if facts.insured_pool != facts.care_pool:
        lines.append(t("health.why.governed_filing", lang, on=begun.isoformat()))
    if kind in STAYS:
        lines.append(t("health.why.governed_year", lang, year=facts.settled_on.year))
    if kind is CareKind.SPECIAL_DISEASE:
        lines.append(t("health.why.governed_months", lang))
    return tuple(lines)
