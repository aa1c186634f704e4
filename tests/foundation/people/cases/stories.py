"""Reads the stories of mandates and guardianship, and plays one in a house.

- title: {zh: …, en: …}
  source: where the expectation comes from
  people: {name: birthday}; everybody is called 样例 and the name
  happens: what is done, in order; the first word after `day` is who does it:
    a person gives (agent, matters, from?, until), accepts, refuses, revokes, resigns,
    agrees or objects (child, matter, words?); the clerk records on paper (principal, agent,
    matters, until, document?, witness?), a guardian (guardian, child, document, witness), or an
    end (guardian, child, words); `refused` names the error, `because` all its reasons
  asks: on a day, may a person act in a matter for another? `allowed`, or the reason's code;
    `words` are part of what is told
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

CASES = Path(__file__).parent
NAME = "样例"
_STEP_WORDS = {
    "day", "agent", "matters", "from", "until", "document", "witness", "principal", "guardian",
    "child", "matter", "words", "refused", "because",
}  # fmt: skip
_ASK_WORDS = {"day", "for", "answer", "words"}


class Step(NamedTuple):
    """Something that somebody does, and the error and reasons if it is refused."""

    on: date
    who: str
    verb: str
    told: Mapping[str, Any]
    refused: str
    because: tuple[str, ...]


class Ask(NamedTuple):
    """Whether somebody may act, and what must be answered."""

    on: date
    who: str
    matter: str
    principal: str
    answer: str
    words: str


class Story(NamedTuple):
    """A story with its people."""

    name: str
    title: Mapping[str, str]
    people: Mapping[str, date]
    happens: tuple[Step, ...]
    asks: tuple[Ask, ...]


class Refused(Exception):
    """A step was refused: its error and the codes of all reasons."""

    def __init__(self, code: str, because: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.because = code, because


class House(Protocol):
    """Where a story is played: the rules alone, or the tables."""

    def take(self, step: Step) -> None:
        """Do what the step says, or raise Refused."""

    def ask(self, asked: Ask) -> tuple[str, str]:
        """Return `allowed` or the reason's code, and what is told in Chinese."""

    def contents(self) -> object:
        """Return all that is kept, to see that a refusal changes nothing."""


def read_stories() -> list[Story]:
    """Return the stories of every file, in order."""
    return [
        _story(f"{path.stem}-{number:02d}", page)
        for path in sorted(CASES.glob("*.yaml"))
        for number, page in enumerate(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), 1)
    ]


def _story(name: str, page: Mapping[str, Any]) -> Story:
    assert set(page) == {"title", "source", "people", "happens", "asks"}, name
    people = page["people"]
    return Story(
        name,
        page["title"],
        people,
        tuple(_step(row, people) for row in page["happens"]),
        tuple(_ask(row, people) for row in page["asks"]),
    )


def _step(row: Mapping[str, Any], people: Mapping[str, date]) -> Step:
    # Another person of the step may be called like the one who acts: the day comes first, then she.
    who = list(row)[1]
    assert who in people or who == "clerk", row
    assert set(row) - {who} <= _STEP_WORDS, row
    told = {"from": row["day"], **row}
    return Step(
        row["day"], who, row[who], told, row.get("refused", ""), tuple(row.get("because", ()))
    )


def _ask(row: Mapping[str, Any], people: Mapping[str, date]) -> Ask:
    who = list(row)[1]
    assert who in people, row
    assert set(row) - {who} <= _ASK_WORDS, row
    return Ask(row["day"], who, row[who], row["for"], row["answer"], row.get("words", ""))


def play(story: Story, house: House) -> None:
    """Play a story and assert every expectation."""
    for step in story.happens:
        before = house.contents()
        assert _taken(house, step) == (step.refused, step.because), (story.name, step)
        if step.refused:
            assert house.contents() == before, (story.name, step)
    for asked in story.asks:
        code, told = house.ask(asked)
        assert code == asked.answer, (story.name, asked, told)
        assert asked.words in told, (story.name, asked, told)


def _taken(house: House, step: Step) -> tuple[str, tuple[str, ...]]:
    """Take a step and return the error and its reasons, nothing where it was done."""
    try:
        house.take(step)
    except Refused as fault:
        return fault.code, fault.because
    return "", ()
