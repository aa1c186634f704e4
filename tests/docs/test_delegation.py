"""The document on acting for others shows the matters, moves and reasons that there are."""

from __future__ import annotations

import re

from rongcheng.foundation.people.delegation.domain.lifecycle import MOVES
from rongcheng.foundation.people.delegation.domain.reasons import BAR_TEXTS, FAULT_TEXTS
from rongcheng.foundation.people.delegation.domain.types import Guardians
from rongcheng.foundation.people.delegation.matters import limits, matter_words, matters
from tests.tidy.tree import PROJECT

TEXT = (PROJECT / "docs" / "delegation.md").read_text("utf-8")
GUARDIANS = {Guardians.ANY: "one is enough", Guardians.ALL: "all must agree"}


def rows(name: str) -> list[tuple[str, ...]]:
    """Return the cells of the table that follows a mark."""
    table = TEXT.split(f"<!-- {name} -->\n", 1)[1].split("\n\n", 1)[0]
    lines = table.splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_matters_are_those_of_the_list() -> None:
    assert rows("matters") == [
        (
            f"`{key}`",
            matter_words()[key].title["zh"],
            GUARDIANS[matter.guardians],
            "online, counter" if matter.is_online else "counter",
            f"{matter.longest_months} months",
        )
        for key, matter in matters().items()
    ]


def test_the_moves_are_those_of_the_rule() -> None:
    assert rows("moves") == [
        (state.name.lower(), event.name.lower(), after.name.lower())
        for (state, event), after in MOVES.items()
    ]


def test_the_reasons_are_those_of_the_rule() -> None:
    known = [*BAR_TEXTS.values(), *FAULT_TEXTS.values()]
    assert rows("reasons") == [(reason.code, reason.en, reason.zh) for reason in known]


def test_the_figures_are_those_of_the_list() -> None:
    said = limits()
    for text in (
        f"the {said.offer_days} days that an offer waits",
        f"{said.most_agents} mandates and {said.most_guardians} guardians",
    ):
        assert text in re.sub(r"\s+", " ", TEXT)
    assert said.adult_years == 18
