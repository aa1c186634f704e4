"""At which step two sums part, and which parameter that names (差异原因): pure, by tables.

The steps stand in the order of the sum: who may, deductible, ratio, limits, caps, then what pays
above the pool. The first that differs is the cause; those after it follow from it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from rongcheng.services.health.assessing.benefits import benefit_of
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.services.health.cores.port import CoreAnswer
from rongcheng.services.health.domain.benefit import Benefit

LAYERS = "layers."


class Cause(NamedTuple):
    """Why two sums part, the likely parameter, and the first step that differs with both sides."""

    cause: str
    parameter: str = ""
    step: tuple[Any, ...] = ()


# The end of a step's name, and the cause that it stands for.
STEPS = (
    ("entitlement", "entitlement"),
    ("rate_fen", "deductible"),
    ("year_left_fen", "deductible_year"),
    ("deductible_fen", "deductible"),
    ("ratio_ppm", "ratio"),
    ("limit_fen", "limit"),
    ("limit_left_fen", "limit"),
    ("cap_left_fen", "cap"),
)

_RESIDENT = "health.resident_outpatient"
PARAMETERS: dict[Benefit, dict[str, str]] = {
    Benefit.OUTPATIENT: {
        "deductible": "health.outpatient.deductible",
        "ratio": "health.outpatient.ratio",
        "cap": "health.outpatient.cap_year",
    },
    Benefit.SPECIAL: {
        "ratio": "health.special.ratio",
        "limit": "health.special.limit_month",
        "cap": "health.basic.cap_year",
    },
    Benefit.INPATIENT: {
        "deductible": "health.inpatient.deductible",
        "deductible_year": "health.inpatient.deductible_cap_year",
        "ratio": "health.inpatient.ratio",
        "cap": "health.basic.cap_year",
    },
    Benefit.CAMPUS: {
        "ratio": f"{_RESIDENT}.campus_ratio",
        "cap": f"{_RESIDENT}.campus_cap_year",
    },
    Benefit.ACCIDENT: {
        "deductible": f"{_RESIDENT}.accident_deductible",
        "ratio": f"{_RESIDENT}.accident_ratio",
        "cap": f"{_RESIDENT}.accident_cap_year",
    },
    Benefit.TWO_DISEASES: {
        "ratio": "health.two_diseases.ratio",
        "cap": "health.two_diseases.cap_year",
    },
    Benefit.PRENATAL: {
        "ratio": "health.maternity.outpatient_ratio",
        "cap": "health.maternity.outpatient_cap_pregnancy",
    },
    Benefit.MATERNITY_STAY: {
        "deductible": "health.maternity.inpatient_deductible",
        "ratio": "health.maternity.inpatient_ratio",
        "cap": "health.maternity.inpatient_cap",
    },
    Benefit.RESIDENT_BIRTH: {"cap": "health.maternity.resident_birth_amount"},
}
"""The parameter that each cause names, by the benefit that pays first."""

LAYER_STEPS = (
    ("counted_fen", "counted", "{second}.counts_deductible"),
    ("above_before_fen", "threshold", "{second}.threshold"),
    ("above_after_fen", "threshold", "{second}.threshold"),
    ("uncapped_fen", "layer_ratio", "{second}.ratio"),
    ("cap_left_fen", "layer_cap", "{second}.cap_year"),
    ("civil_servant_fen", "layer_ratio", "health.civil_servant.ratio"),
    ("assistance_uncapped_fen", "layer_ratio", "health.assistance.ratio"),
    ("assistance_left_fen", "layer_cap", "health.assistance.cap_year"),
)
"""The steps above the pool: `second` is the second layer of the person's scheme."""

_COUNTS_OUTPATIENT = "health.second_layers.counts_outpatient"
_LAYER_AMOUNTS = (
    ("large_fen", "health.large_amount.ratio"),
    ("catastrophic_fen", "health.catastrophic.ratio"),
    ("civil_servant_fen", "health.civil_servant.ratio"),
    ("assistance_fen", "health.assistance.ratio"),
)


def find_cause(
    facts: CareFacts, ours: CoreAnswer, theirs: CoreAnswer, differing: set[str]
) -> Cause:
    """Return the first step at which two answers to one order part, and what that names."""
    if not theirs.steps:
        return _by_amounts(facts, ours, theirs, differing)
    return (
        _in_the_pool(facts, ours.steps, theirs.steps)
        or _above_the_pool(facts, ours.steps, theirs.steps)
        or Cause("rounding")
    )


def _in_the_pool(facts: CareFacts, ours: dict[str, int], theirs: dict[str, int]) -> Cause | None:
    parameters = PARAMETERS[benefit_of(facts)]
    for end, cause in STEPS:
        for name in ours:
            if name.startswith(LAYERS) or name.rpartition(".")[2] != end:
                continue
            if theirs.get(name, ours[name]) != ours[name]:
                word = cause.partition("_")[0]
                return Cause(word, parameters.get(cause, ""), (name, ours[name], theirs[name]))
    return None


def _above_the_pool(facts: CareFacts, ours: dict[str, int], theirs: dict[str, int]) -> Cause | None:
    counts = [any(name.startswith(LAYERS) for name in side) for side in (ours, theirs)]
    if counts[0] != counts[1]:
        return Cause("counted", _COUNTS_OUTPATIENT)
    second = "health.large_amount" if facts.scheme == "employee" else "health.catastrophic"
    for end, cause, parameter in LAYER_STEPS:
        name = LAYERS + end
        mine, other = ours.get(name), theirs.get(name)
        if mine is not None and other is not None and mine != other:
            named = parameter.format(second=second)
            return Cause(cause, _known(named), (name, mine, other))
    return None


def _known(parameter: str) -> str:
    """Return a parameter, or nothing for the one that only the employees' layer has."""
    return "" if parameter == "health.catastrophic.counts_deductible" else parameter


def _by_amounts(
    facts: CareFacts, ours: CoreAnswer, theirs: CoreAnswer, differing: set[str]
) -> Cause:
    """Return the likely cause where the core tells no steps: the amounts themselves must do."""
    parameters = PARAMETERS[benefit_of(facts)]
    if "deductible_fen" in differing:
        return Cause("deductible", parameters.get("deductible", ""))
    if ours.ratio_ppm != theirs.ratio_ppm:
        step = ("ratio_ppm", ours.ratio_ppm, theirs.ratio_ppm)
        return Cause("ratio", parameters.get("ratio", ""), step)
    for name, parameter in _LAYER_AMOUNTS:
        if name in differing and "pool_fen" not in differing:
            return Cause("layer_ratio", parameter)
    return Cause("cap", parameters.get("cap", ""))
