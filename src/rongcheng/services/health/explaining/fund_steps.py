"""The funds' part of a Why? (基金怎么付的): each step of the rule that paid, and of the layers."""

from __future__ import annotations

from dataclasses import replace

from rongcheng.kernel.money import display_yuan
from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.assessing.benefits import benefit_of, name_of, scheme_has, used_of
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.fund_shares import MonthOutcome
from rongcheng.services.health.domain.benefit import is_birth
from rongcheng.services.health.domain.types import OutpatientResult, OutpatientTotals
from rongcheng.services.health.explaining.citing import Citation
from rongcheng.services.health.explaining.stay_steps import inpatient_steps, layer_steps
from rongcheng.web.sums import Step


def fund_steps(
    assessment: Assessment, facts: CareFacts, totals: CareTotals, cite: Citation
) -> list[Step]:
    """Return the steps of the rule that paid first, then those of the layers above it."""
    steps: list[Step] = []
    if assessment.outpatient is not None:
        steps += _outpatient_steps(assessment.outpatient, facts, totals, cite)
    elif assessment.inpatient is not None:
        steps += inpatient_steps(assessment.inpatient, facts, totals, cite)
    year_used = totals.basic_fen
    for month in assessment.months:
        steps += _month_steps(month, facts, replace(totals, basic_fen=year_used), cite)
        year_used += month.result.fund_fen
    if assessment.layers is not None:
        steps += layer_steps(assessment.layers, facts, totals, cite)
    elif "counts_outpatient" in cite.values:
        counted = cite.of("counts_outpatient")
        shown = cite.text("second_not_counted")
        steps.append(Step(cite.text("second_outpatient"), None, shown=shown, authorities=counted))
    return steps


def _outpatient_steps(
    result: OutpatientResult, facts: CareFacts, totals: CareTotals, cite: Citation
) -> list[Step]:
    if not scheme_has(facts):
        return [Step(cite.text("not_covered"), 0, "=", note=cite.text("scheme_not_covered_note"))]
    covered = cite.values.get("covered")
    if covered is not None and not int(str(covered.value)):
        return [
            Step(
                cite.text("not_covered"),
                0,
                "=",
                note=cite.text("not_covered_note"),
                authorities=cite.of("covered"),
            )
        ]
    benefit = benefit_of(facts)
    name = name_of(benefit)
    # Of a birth only whether it was paid counts, not an amount.
    used = used_of(benefit, totals, facts.pregnancy)
    if is_birth(benefit):
        used = OutpatientTotals(0, 0)
    return [
        *_deductible_steps(result, used, cite),
        Step(
            cite.text("ratio"),
            None,
            "×",
            shown=cite.rate(result.ratio_ppm),
            note=cite.ratio_note(),
            authorities=cite.of("covered", "ratio", "cut", "filing_needed"),
        ),
        Step(cite.text("uncapped"), result.uncapped_fen, "="),
        Step(
            cite.text(f"cap_{name}"),
            None,
            shown=cite.text("at_most", amount=display_yuan(result.cap_left_fen)),
            note=cite.text(f"cap_note_{name}", used=display_yuan(used.fund_used_fen)),
            authorities=cite.of("cap_year"),
        ),
        Step(cite.text("fund_pays"), result.fund_fen, "="),
    ]


def _deductible_steps(
    result: OutpatientResult, used: OutpatientTotals, cite: Citation
) -> list[Step]:
    """Return the deductible and what is left; a benefit without one starts from its base."""
    if "deductible" not in cite.values:
        return []
    yearly = "deductible_year" in cite.values
    note = (
        cite.text("deductible_note", used=display_yuan(used.deductible_used_fen)) if yearly else ""
    )
    return [
        Step(
            cite.text("deductible"),
            result.deductible_fen,
            "−",
            note=note,
            authorities=cite.of("deductible", "deductible_year"),
        ),
        Step(cite.text("base"), result.base_fen, "="),
    ]


def _month_steps(
    month: MonthOutcome, facts: CareFacts, totals: CareTotals, cite: Citation
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
            note=cite.ratio_note(),
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
