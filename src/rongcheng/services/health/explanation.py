"""Why? (为什么？): the sum behind a settlement, each step with its parameter, value and document.

Made from the stored facts, totals and results and the policy edition that the decision names,
never from today's policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.kernel.outcomes import Reason, reasons_from_mask
from rongcheng.policy.book import Resolved
from rongcheng.services.health.assessment import Assessment
from rongcheng.services.health.bills import LineOutcome
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import ChargeClass, OutpatientResult
from rongcheng.services.health.facts import CareFacts, CareTotals
from rongcheng.services.health.fund_shares import MonthOutcome
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import t
from rongcheng.web.sums import Authority, SampleNote, Step, authority, sample_note


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
    cite = _Citation(assessment.values, facts, lang)
    steps = [*_bill_steps(assessment, cite), *_fund_steps(assessment, facts, totals, cite)]
    steps += _person_steps(assessment, cite)
    return Explanation(
        tuple(steps),
        tuple(_line_view(line, lang) for line in assessment.lines),
        reasons_from_mask(assessment.reasons, REASONS),
        sample_note(steps),
        _governed(facts, lang),
    )


class _Citation:
    """Looks up policy values by their name in the assessment and writes them as authorities."""

    def __init__(self, values: dict[str, Resolved], facts: CareFacts, lang: Lang) -> None:
        self.values = values
        self.facts = facts
        self.lang = lang

    def of(self, *names: str) -> tuple[Authority, ...]:
        """Return the authorities of the named values that were used."""
        return self.each(self.values[name] for name in names if name in self.values)

    def each(self, values: Iterable[Resolved], at: str = "") -> tuple[Authority, ...]:
        """Return the authorities of these values, each once, as they held at a place that day."""
        place = at or self.facts.insured_pool
        asked = f"?at={place}&on={self.facts.settled_on.isoformat()}"
        return tuple(
            dict.fromkeys(
                authority(value, self.lang, href=f"/policy/{self.facts.metro}/{value.key}{asked}")
                for value in values
            )
        )

    def text(self, key: str, **params: object) -> str:
        """Return a message of this room."""
        return t(f"health.why.{key}", self.lang, **params)

    def rate(self, ppm: int) -> str:
        """Return a rate as people read it."""
        return show_value(ppm, "ppm", self.lang)


def _bill_steps(assessment: Assessment, cite: _Citation) -> list[Step]:
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


def _fund_steps(
    assessment: Assessment, facts: CareFacts, totals: CareTotals, cite: _Citation
) -> list[Step]:
    if assessment.outpatient is not None:
        return _outpatient_steps(assessment.outpatient, assessment, totals, cite)
    steps: list[Step] = []
    year_used = totals.basic_fen
    for month in assessment.months:
        steps += _month_steps(month, facts, replace(totals, basic_fen=year_used), cite)
        year_used += month.result.fund_fen
    return steps


def _ratio_note(cite: _Citation) -> str:
    cut = cite.values.get("cut")
    if cut is None:
        return cite.text("ratio_home")
    points = int(str(cut.value))
    if not points:
        return cite.text("ratio_away_whole")
    return cite.text("ratio_away", cut=cite.rate(points))


def _outpatient_steps(
    result: OutpatientResult, assessment: Assessment, totals: CareTotals, cite: _Citation
) -> list[Step]:
    if not int(str(assessment.values["covered"].value)):
        return [
            Step(
                cite.text("not_covered"),
                0,
                "=",
                note=cite.text("not_covered_note"),
                authorities=cite.of("covered"),
            )
        ]
    return [
        Step(
            cite.text("deductible"),
            result.deductible_fen,
            "−",
            note=cite.text("deductible_note", used=display_yuan(totals.deductible_fen)),
            authorities=cite.of("deductible", "deductible_year"),
        ),
        Step(cite.text("base"), result.base_fen, "="),
        Step(
            cite.text("ratio"),
            None,
            "×",
            shown=cite.rate(result.ratio_ppm),
            note=_ratio_note(cite),
            authorities=cite.of("covered", "ratio", "cut", "filing_needed"),
        ),
        Step(cite.text("uncapped"), result.uncapped_fen, "="),
        Step(
            cite.text("cap"),
            None,
            shown=cite.text("at_most", amount=display_yuan(result.cap_left_fen)),
            note=cite.text("cap_note", used=display_yuan(totals.outpatient_fen)),
            authorities=cite.of("cap_year"),
        ),
        Step(cite.text("fund_pays"), result.fund_fen, "="),
    ]


def _month_steps(
    month: MonthOutcome, facts: CareFacts, totals: CareTotals, cite: _Citation
) -> list[Step]:
    result = month.result
    label = f"{month.month // 100}-{month.month % 100:02d}"
    used = totals.months.get(month.month, 0)
    diseases = len(set(facts.granted_diseases))
    limits = month.limit_values if diseases > 1 else month.limit_values[:1]
    return [
        Step(cite.text("month_base", month=label), month.in_scope_fen, "="),
        Step(
            cite.text("ratio"),
            None,
            "×",
            shown=cite.rate(result.ratio_ppm),
            note=_ratio_note(cite),
            authorities=cite.of("covered", "ratio", "cut", "filing_needed"),
        ),
        Step(cite.text("uncapped"), result.uncapped_fen, "="),
        Step(
            cite.text("month_limit", month=label),
            None,
            shown=cite.text("at_most", amount=display_yuan(result.limit_left_fen)),
            note=cite.text(
                "month_limit_note",
                limit=display_yuan(month.limit_fen),
                used=display_yuan(used),
                diseases=diseases,
            ),
            authorities=cite.each(limits),
        ),
        Step(
            cite.text("basic_cap"),
            None,
            shown=cite.text("at_most", amount=display_yuan(result.cap_left_fen)),
            note=cite.text("cap_note", used=display_yuan(totals.basic_fen)),
            authorities=cite.of("cap_year"),
        ),
        Step(cite.text("fund_pays_month", month=label), result.fund_fen, "="),
    ]


def _person_steps(assessment: Assessment, cite: _Citation) -> list[Step]:
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
    lines = (
        t("health.why.governed_settled", lang, on=facts.settled_on.isoformat()),
        t("health.why.governed_lines", lang),
    )
    return (*lines, t("health.why.governed_months", lang)) if facts.kind == 14 else lines
