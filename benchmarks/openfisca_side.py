"""OpenFisca's side of the comparison (对照方): the same part of the rules, as its users write it.

Runs in an environment of its own, which has OpenFisca-Core and NumPy and nothing of ours:

    python openfisca_side.py INPUTS.npz PARAMETERS.json OUTPUTS.npz TIMES

The part is what both can express of one visit: ordinary outpatient care at home, first of the
year. Deductible, ratio and cap depend on pool, scheme, standing and tier, looked up as vectors in
the parameter tree; money is counted in whole fen and rounded half up, in integers. Prints the
seconds of each run as JSON: asking for the fund's and the person's share of every visit. Setting
the inputs is not timed.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-03"
PPM = 1_000_000
WORDS = ("pool", "scheme", "standing", "tier")

Visit = build_entity(key="visit", plural="visits", label="A visit", is_person=True)


def word_variable(name: str, words: list[str]) -> type[Variable]:
    """Return an input variable of words."""
    possible = Enum(name.title(), {word: word for word in words})
    return type(
        name,
        (Variable,),
        {
            "value_type": Enum,
            "possible_values": possible,
            "default_value": next(iter(possible)),
            "entity": Visit,
            "definition_period": DateUnit.MONTH,
            "label": name,
        },
    )


def terms_of(visit, period, parameters):
    """Return the parameters of every visit's place and person, by name."""
    node = parameters(period).outpatient
    for name in WORDS:
        node = node[visit(name, period)]
    return node


class in_scope(Variable):  # noqa: N801 (OpenFisca names variables so)
    """What is in scope of the visit's bill."""

    value_type = int
    entity = Visit
    definition_period = DateUnit.MONTH
    label = "In scope, in fen"


class deductible(Variable):  # noqa: N801
    """What the person pays first."""

    value_type = int
    entity = Visit
    definition_period = DateUnit.MONTH
    label = "Deductible, in fen"

    def formula(visit, period, parameters):  # noqa: N805
        """At most the tier's, the year's and the bill."""
        terms = terms_of(visit, period, parameters)
        most = np.minimum(terms.deductible, terms.deductible_year)
        return np.minimum(most, visit("in_scope", period)) * terms.covered


class fund(Variable):  # noqa: N801
    """What the pool pays."""

    value_type = int
    entity = Visit
    definition_period = DateUnit.MONTH
    label = "Fund's share, in fen"

    def formula(visit, period, parameters):  # noqa: N805
        """The ratio of what is left, at most the year's cap."""
        terms = terms_of(visit, period, parameters)
        base = (visit("in_scope", period) - visit("deductible", period)).astype(np.int64)
        share = (base * terms.ratio.astype(np.int64) + PPM // 2) // PPM
        return np.minimum(share, terms.cap) * terms.covered


class own_share(Variable):  # noqa: N801
    """What is left for the person in scope."""

    value_type = int
    entity = Visit
    definition_period = DateUnit.MONTH
    label = "Person's share in scope, in fen"

    def formula(visit, period):  # noqa: N805
        """What is in scope and nobody paid."""
        return visit("in_scope", period) - visit("deductible", period) - visit("fund", period)


def system_of(parameters: dict, words: dict[str, list[str]]) -> TaxBenefitSystem:
    """Return the rules with their parameters."""
    system = TaxBenefitSystem([Visit])
    system.parameters = ParameterNode(data=parameters)
    for name in WORDS:
        system.add_variable(word_variable(name, words[name]))
    for variable in (in_scope, deductible, fund, own_share):
        system.add_variable(variable)
    return system


def run(system: TaxBenefitSystem, inputs: dict) -> tuple[float, dict]:
    """Return the seconds of one run and its results."""
    simulation = SimulationBuilder().build_default_simulation(system, len(inputs["in_scope"]))
    for name in WORDS:
        words = system.get_variable(name).possible_values
        items = list(words)
        simulation.set_input(name, PERIOD, np.array([i.name for i in items])[inputs[name]])
    simulation.set_input("in_scope", PERIOD, inputs["in_scope"])
    began = time.perf_counter()
    results = {
        name: simulation.calculate(name, PERIOD) for name in ("deductible", "fund", "own_share")
    }
    return time.perf_counter() - began, results


def main() -> None:
    """Read, run, write."""
    inputs_file, parameters_file, outputs_file, times = sys.argv[1:]
    given = dict(np.load(inputs_file))
    with open(parameters_file, encoding="utf-8") as file:
        plain = json.load(file)
    system = system_of(plain["parameters"], plain["words"])
    run(system, {name: column[:1000] for name, column in given.items()})
    seconds = []
    for _ in range(int(times)):
        taken, results = run(system, given)
        seconds.append(taken)
    np.savez(outputs_file, **results)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
