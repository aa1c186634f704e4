"""A stay's part of a Why? (住院怎么报的): deductible, ratio, cap, and the layers above the pool."""

from __future__ import annotations

from rongcheng.kernel.money import display_yuan
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.domain.stay_types import NO_LIMIT, InpatientResult, LayerResult
from rongcheng.services.health.explaining.citing import Citation
from rongcheng.web.sums import Step

_REPEAT = ("repeat_rule", "repeat_second", "repeat_later", "repeat_reduction", "repeat_floor")
_AGE = ("age_formula", "age_per_year", "age_addition", "full_ratio", "full_ratio_age")
_BANDS = ("first", "second", "third", "fourth")


def inpatient_steps(
    result: InpatientResult, facts: CareFacts, totals: CareTotals, cite: Citation
) -> list[Step]:
    """Return the steps of a stay's sum."""
    return [
        _deductible_step(result, facts, totals, cite),
        Step(cite.text("base"), result.base_fen, "="),
        Step(
            cite.text("ratio"),
            None,
            "×",
            shown=cite.rate(result.ratio_ppm),
            note=_ratio_note(facts, cite),
            authorities=cite.of("ratio", *_AGE, "cut", "filing_needed"),
        ),
        Step(cite.text("uncapped"), result.uncapped_fen, "="),
        Step(
            cite.text("basic_cap"),
            None,
            shown=cite.text("at_most", amount=display_yuan(result.cap_left_fen)),
            note=cite.text("cap_note", used=display_yuan(totals.basic_fen)),
            authorities=cite.of("cap_year"),
        ),
        Step(cite.text("pool_pays"), result.fund_fen, "="),
    ]


def _deductible_step(
    result: InpatientResult, facts: CareFacts, totals: CareTotals, cite: Citation
) -> Step:
    """Return the deductible with why it is what it is: which admission, what the year has left."""
    stays = totals.admissions.get(facts.tier, 0) - int(facts.stay_settled)
    notes = [
        cite.text("stay_number", number=stays + 1, rate=display_yuan(result.rate_fen)),
    ]
    if facts.stay_deductible_fen:
        taken = display_yuan(facts.stay_deductible_fen)
        notes.append(cite.text("stay_deductible_taken", taken=taken))
    if result.year_left_fen != NO_LIMIT:
        notes.append(cite.text("year_left", left=display_yuan(result.year_left_fen)))
    repeat = _REPEAT if stays > 0 else ()
    return Step(
        cite.text("deductible"),
        result.deductible_fen,
        "−",
        note=cite.text("sentence_joint").join(notes),
        authorities=cite.of(
            "deductible", "deductible_as_home", *repeat, "year_capped", "deductible_year"
        ),
    )


def _ratio_note(facts: CareFacts, cite: Citation) -> str:
    added = cite.values.get("age_addition") or cite.values.get("full_ratio_age")
    note = cite.ratio_note()
    if added is None or (added.key.endswith("age_addition") and not int(str(added.value))):
        return note
    aged = cite.text("ratio_age", age=facts.age)
    return cite.text("sentence_joint").join((aged, note))


def layer_steps(
    result: LayerResult, facts: CareFacts, totals: CareTotals, cite: Citation
) -> list[Step]:
    """Return the steps above the pool; a layer that plays no part is not shown."""
    steps: list[Step] = []
    if "second_threshold" in cite.values:
        steps += _second_steps(result, facts, totals, cite)
    else:
        steps.append(
            Step(
                cite.text("second_not_offered"),
                None,
                shown=cite.text("second_not_counted"),
                authorities=cite.of("second_offered", "counts_outpatient"),
            )
        )
    if "civil_servant" in cite.values:
        steps.append(
            Step(
                cite.text("civil_servant"),
                result.civil_servant_fen,
                "+",
                note=cite.text("civil_servant_note"),
                authorities=cite.of("civil_servant"),
            )
        )
    if "assistance" in cite.values:
        left = display_yuan(result.assistance_left_fen)
        steps.append(
            Step(
                cite.text("assistance"),
                result.assistance_fen,
                "+",
                note=cite.text("assistance_note", left=left),
                authorities=cite.of("assistance", "assistance_cap"),
            )
        )
    return steps


def _second_steps(
    result: LayerResult, facts: CareFacts, totals: CareTotals, cite: Citation
) -> list[Step]:
    after = totals.counted_own_fen + result.counted_fen
    name = "large_amount" if facts.scheme == "employee" else "catastrophic"
    steps = [
        Step(
            cite.text("counted_own"),
            None,
            shown=cite.text("yuan", amount=display_yuan(after)),
            note=cite.text(
                "counted_own_note",
                before=display_yuan(totals.counted_own_fen),
                added=display_yuan(result.counted_fen),
            ),
            authorities=cite.of(
                "second_offered", "second_threshold", "counts_deductible", "counts_outpatient"
            ),
        )
    ]
    if not result.uncapped_fen:
        return steps
    bands = [f"band_{part}_{band}" for band in _BANDS for part in ("top", "ratio")]
    above = result.above_after_fen - result.above_before_fen
    steps.append(
        Step(
            cite.text(name),
            result.second_fen,
            "+",
            note=cite.text("second_note", above=display_yuan(above)),
            authorities=cite.of(
                "second_ratio", *bands, "second_addition", "second_capped", "second_cap"
            ),
        )
    )
    return steps
