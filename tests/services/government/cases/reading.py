"""Reads routing cases from YAML: an unknown or missing word is an error that names the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.services.government.competence.routing import Ask, RoutedCase

CASES = Path(__file__).parent
PLACES = ("registered", "living", "matter", "origin")
EXPECTED = ("mode", "decider", "intake", "joint", "power", "by", "refused", "notes", "offered")
ROW = {"on", "asked", "online", *PLACES, *EXPECTED}


class Case(NamedTuple):
    """One question and what must come of it."""

    name: str
    metro: str
    ask: Ask
    expected: Mapping[str, Any]


def read_cases() -> list[Case]:
    """Return the cases of every file."""
    return [case for path in sorted(CASES.glob("*.yaml")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[Case]:
    # The base loader keeps every scalar as text: a code stays a code.
    page = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    _only(path, page, {"metro", "agreement", "on", "asks"})
    number = 0
    for asked in page["asks"]:
        _only(path, asked, {"item", "mode", "rows", "title"})
        for row in asked["rows"]:
            number += 1
            _only(path, row, ROW)
            expected = {key: value for key, value in row.items() if key in EXPECTED}
            if "refused" not in expected:
                expected.setdefault("mode", asked.get("mode", ""))
                expected.setdefault("by", page.get("agreement", ""))
            ask = Ask(
                item=asked["item"],
                began_on=date.fromisoformat(row.get("on", page.get("on", ""))),
                asked_at=row["asked"],
                online=row.get("online", "false") == "true",
                **{place: row[place] for place in PLACES if place in row},
            )
            yield Case(f"{path.stem}-{number:03d}", page["metro"], ask, expected)


def _only(path: Path, page: Mapping[str, Any], words: set[str]) -> None:
    unknown = set(page) - words
    if unknown:
        raise ValueError(f"{path.name}: unknown words {sorted(unknown)}; known: {sorted(words)}")


def told(routed: RoutedCase, words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what came of a question, in the words that the expectation uses."""
    routing = routed.routing
    found: dict[str, Any] = {
        "mode": routing.mode.name.lower(),
        "decider": routing.decider.place if routing.decider else "",
        "intake": routing.intake,
        "joint": [part.place for part in routed.joint],
        "power": routing.power,
        "by": routing.agreement,
        "refused": [reason.code for reason in routed.outcome.refusals],
        "notes": [reason.code for reason in routed.outcome.notes],
        "offered": [mode.name.lower() for mode in routing.offered],
    }
    plain = {key: found[key] for key in ("joint", "power", "refused") if found[key]}
    return {**plain, **{key: found[key] for key in words}}
