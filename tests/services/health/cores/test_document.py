"""The document for authorities shows what a core really answers: every example is asked again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.pack import Pack
from rongcheng.reference_core.engine import KeyTaken, ReferenceCore
from rongcheng.reference_core.journal import Journal
from tests.services.health.conftest import XIANGTAN
from tests.tidy.tree import PROJECT

BLOCK = re.compile(r"```json title=\"([a-z]+)\"\n(.*?)```", re.DOTALL)
Json = dict[str, Any]


def examples() -> dict[str, Json]:
    """The examples of the document by their names."""
    text = (PROJECT / "docs" / "cores.md").read_text("utf-8")
    return {name: json.loads(body) for name, body in BLOCK.findall(text)}


def is_within(shown: Any, answer: Any) -> bool:
    """Tell whether an answer says at least all that is shown."""
    if isinstance(shown, dict):
        return all(key in answer and is_within(shown[key], answer[key]) for key in shown)
    return bool(shown == answer)


@pytest.fixture
def asked(tmp_path: Path, pack: Pack) -> Any:
    """A core with an empty journal."""
    journal = Journal(tmp_path / "journal")
    yield ReferenceCore(XIANGTAN, PolicyBook(pack), journal)
    journal.close()


def test_every_example_is_answered_as_shown(asked: ReferenceCore) -> None:
    shown = examples()
    answer = asked.settle(shown["settle"])
    assert is_within(shown["settled"], answer), answer
    stayed = asked.settle(shown["stay"])
    assert is_within(shown["stayed"], stayed), stayed
    refused = json.loads(json.dumps(shown["settle"]))
    refused["key"], refused["facts"]["status"] = shown["refused"]["key"], 2
    assert asked.settle(refused) == shown["refused"]
    back = asked.reverse(shown["reverse"])
    assert is_within(shown["reversed"], back), back
    assert is_within(shown["barred"], asked.reverse(shown["bar"]))
    found = asked.find(shown["find"])
    assert found == {"key": shown["reverse"]["key"], "known": True, "answer": back}


def test_the_keys_keep_what_the_table_promises(asked: ReferenceCore) -> None:
    shown = examples()
    order, back = shown["settle"], shown["reverse"]
    first = asked.settle(order)
    assert asked.settle(order) == first
    other = {**order, "person": "43039900000000000099"}
    reversed_first = asked.reverse(back)
    assert asked.reverse(back) == reversed_first
    asked.reverse(shown["bar"])
    another = {"key": "S-ANOTHER", "of": order["key"]}
    cases = [
        (asked.settle, order, "reversed"),
        (asked.settle, other, "reversed"),
        (asked.find, {"key": order["key"]}, "reversed"),
        (asked.reverse, another, "reversed"),
        (asked.reverse, {**back, "of": "S-OTHER"}, "conflict"),
        (asked.reverse, {"key": "S-ANOTHER", "of": back["key"]}, "is_reversal"),
        (asked.settle, {**order, "key": shown["bar"]["of"]}, "cancelled"),
        (asked.find, {"key": shown["bar"]["of"]}, "cancelled"),
    ]
    for act, question, why in cases:
        with pytest.raises(KeyTaken) as taken:
            act(question)
        assert taken.value.why == why, question
    fresh = asked.settle({**order, "key": "S-FRESH"})
    assert fresh["amounts"] == first["amounts"]
    with pytest.raises(KeyTaken):
        asked.settle({**other, "key": "S-FRESH"})
