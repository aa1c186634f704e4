"""Every look in the source names a purpose, kinds and an application that the list knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from rongcheng.foundation.access.public import applications, data_kinds, stored_purposes
from rongcheng.foundation.access.purposes import withholding_bases
from rongcheng.foundation.code.offline.types import PURPOSE_WORDS
from tests.tidy.test_tidy import assert_none
from tests.tidy.tree import Fault, Source, sources

KNOWN = {
    "purpose": lambda: stored_purposes().keys(),
    "application": lambda: applications().keys(),
    "data_kinds": lambda: data_kinds().keys(),
}
# Functions that hand a purpose on to `record_access`; their calls name it in this place.
HANDED_ON = {
    "record_look": 3,
    "record_calls_look": 3,
    "_record_look": 3,
    "_refusals": 1,
    "refusals_recorded": 2,
    "_record": None,
    "_read": 2,
}
# What is no word in the source: the interface's transaction number, checked by its own table, and
# what a code opens, checked below.
FROM_DATA = {
    "Purpose(use.purpose).word",
    "message.envelope.infno",
    "purpose",
    "application",
    "data_kinds",
}


def check_looks(source: Source) -> Iterator[Fault]:
    """Yield words of looks that are not in the list."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        for key, word, line in _words(node):
            if word not in KNOWN[key]():
                yield Fault(source.name, line, f"{key} {word!r} is not in purposes.yaml")


def _words(call: ast.Call) -> Iterator[tuple[str, str, int]]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "record_access":
        for keyword in call.keywords:
            if keyword.arg in KNOWN:
                yield from _constants(str(keyword.arg), keyword.value)
    place = HANDED_ON.get(name)
    if place is not None and len(call.args) > place:
        yield from _constants("purpose", call.args[place])


def _constants(key: str, value: ast.expr) -> Iterator[tuple[str, str, int]]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield key, node.value, node.lineno


def looks() -> list[tuple[str, ast.Call]]:
    """Return every call of `record_access` in the source with its file."""
    return [
        (source.name, node)
        for source in sources("src")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "record_access"
    ]


def test_every_look_names_what_the_list_knows() -> None:
    assert_none(fault for source in sources("src") for fault in check_looks(source))


def test_a_look_with_a_word_of_its_own_is_found() -> None:
    text = 'record_access(purpose="curiosity", data_kinds=["soul"], application="x")\n'
    found = [fault.what for fault in check_looks(Source("planted.py", text))]
    assert len(found) == 3
    planted = 'record_look(request, actor, rows, "curiosity")\n'
    assert len(list(check_looks(Source("planted.py", planted)))) == 1


def test_every_look_says_purpose_kinds_and_application() -> None:
    found = looks()
    assert len(found) >= 20
    for name, call in found:
        given = {keyword.arg for keyword in call.keywords}
        assert {"actor", "application", "purpose", "persons", "data_kinds"} <= given, name


def test_a_purpose_that_is_no_word_comes_from_data_that_is_checked() -> None:
    computed = {
        ast.unparse(keyword.value)
        for _, call in looks()
        for keyword in call.keywords
        if keyword.arg in KNOWN and not list(_constants("", keyword.value))
    }
    assert computed <= FROM_DATA | {"done.data_kinds"}, computed


def test_what_a_code_opens_is_a_purpose() -> None:
    assert PURPOSE_WORDS.keys() <= stored_purposes().keys()


def test_the_hot_path_names_what_the_list_knows() -> None:
    (settling,) = [
        s for s in sources("src") if s.name.endswith("services/health/settling/settlement.py")
    ]
    (function,) = [
        node
        for node in ast.walk(settling.tree)
        if isinstance(node, ast.FunctionDef) and node.name == "access_params"
    ]
    returned = next(node for node in ast.walk(function) if isinstance(node, ast.Dict))
    told = {
        ast.literal_eval(k): v for k, v in zip(returned.keys, returned.values, strict=True) if k
    }
    assert ast.literal_eval(told["purpose"]) in stored_purposes()
    assert ast.literal_eval(told["application"]) in applications()
    assert set(ast.literal_eval(told["data_kinds"])) <= data_kinds().keys()


def test_each_purpose_rests_on_a_ground_with_its_document() -> None:
    for purpose in stored_purposes().values():
        for title in (purpose.title, purpose.plain, purpose.basis.title):
            assert title["zh"]
            assert title["en"]
        assert "法" in purpose.basis.document
    assert all("法" in basis.document for basis in withholding_bases().values())


def test_no_word_is_stored_for_two_purposes() -> None:
    codes = [purpose.code for purpose in stored_purposes().values()]
    assert len({*codes}) == 32
