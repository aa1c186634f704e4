"""One word for one thing: the glossary's terms are those of the code, the pages and the packs."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tidy.tree import PROJECT, SOURCE, sources

GLOSSARY = PROJECT / "docs" / "glossary.yaml"
REQUIRED = {"identifier", "zh", "en", "law", "not_to_be_confused_with"}
OPTIONAL = {"forms", "never", "shown", "planned"}
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
UNITS = re.compile(r"_(fen|ppm|micro|e4|on|at)$")
# Words of the wording sheet that no page may use; the glossary must name each as `never`.
MUST_NEVER = {
    "免赔额",
    "上限额度",
    "补偿率",
    "老年版",
    "示意参数",
    "访问日志",
    "工单",
    "柜台",
    "登记报备",
    "保险城市",
    "个人负担金额合计",
    "承诺时限",
    "委托代理授权书",
}
# Fields of the rules' flat types that are no terms of the trade.
PLAIN_FIELDS = {"status", "reasons"}


@cache
def terms() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(GLOSSARY.read_text("utf-8")))


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def identifiers() -> str:
    """All identifiers of the source in one text, each between bars and underscores."""
    found = set()
    for source in sources("src"):
        for node in ast.walk(source.tree):
            for attribute in ("name", "id", "attr", "arg"):
                name = getattr(node, attribute, None)
                if isinstance(name, str):
                    found.add(f"_{snake(name).strip('_')}_")
    return "|".join(sorted(found))


def is_used(identifier: str) -> bool:
    return f"_{identifier}_" in identifiers()


def texts_for_people() -> Iterator[tuple[str, str]]:
    """Everything Chinese that people read: messages, templates, errors and reasons, packs."""
    for ending in (".html", ".yaml"):
        for source in sources("src", "metros", ending=ending):
            yield (
                source.name,
                "\n".join(
                    line for line in source.text.splitlines() if not line.lstrip().startswith("#")
                ),
            )
    for source in sources("src"):
        docs = {id(node) for node in _docstrings(source.tree)}
        spoken = [
            node.value
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ]
        yield source.name, "\n".join(spoken)


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


@cache
def spoken_chinese() -> str:
    return "\n".join(text for _, text in texts_for_people())


def test_every_term_is_whole() -> None:
    for term in terms():
        assert REQUIRED <= term.keys() <= REQUIRED | OPTIONAL, term["identifier"]
        assert CHINESE.search(term["zh"]), term["identifier"]
        assert term["en"], term["identifier"]
        assert term["not_to_be_confused_with"], term["identifier"]


def test_one_identifier_and_one_chinese_word_for_one_thing() -> None:
    for field in ("identifier", "zh", "en"):
        words = [term[field] for term in terms()]
        assert sorted(words) == sorted(set(words))


def test_every_identifier_is_in_the_source() -> None:
    missing = [
        identifier
        for term in terms()
        if not term.get("planned")
        for identifier in (term["identifier"], *term.get("forms", ()))
        if not is_used(identifier)
    ]
    assert missing == []


def test_a_planned_term_is_not_yet_in_the_source() -> None:
    arrived = [t["identifier"] for t in terms() if t.get("planned") and is_used(t["identifier"])]
    assert arrived == [], "in the source now: take `planned` off"


def test_every_term_of_the_rules_is_in_the_glossary() -> None:
    known = {
        word for term in terms() for word in (term["identifier"], *term.get("forms", ()))
    } | PLAIN_FIELDS
    known |= {UNITS.sub("", word) for word in known}
    types = importlib.import_module("rongcheng.services.health.domain.types")
    fields = {
        UNITS.sub("", field)
        for kind in vars(types).values()
        if isinstance(kind, type) and issubclass(kind, tuple) and kind.__module__ == types.__name__
        for field in kind._fields  # type: ignore[attr-defined]
    }
    assert fields
    assert fields - known == set()


def test_the_words_that_people_never_read_are_named() -> None:
    named = {word for term in terms() for word in term.get("never", ())}
    assert named >= MUST_NEVER


@pytest.mark.parametrize("word", sorted({w for t in terms() for w in t.get("never", ())}))
def test_no_page_message_or_pack_uses(word: str) -> None:
    assert [name for name, text in texts_for_people() if word in text] == []


def test_residents_read_the_glossarys_words() -> None:
    missing = [t["zh"] for t in terms() if t.get("shown") and t["zh"] not in spoken_chinese()]
    assert missing == []


def test_texts_for_people_are_found_where_they_stand() -> None:
    """The search itself sees catalogues, templates, reasons, errors and packs."""
    names = {name for name, text in texts_for_people() if CHINESE.search(text)}
    health = (SOURCE / "services" / "health").relative_to(PROJECT)
    for name in ("messages/zh.yaml", "domain/reasons.py", "errors.py"):
        assert (health / name).as_posix() in names
    assert any(Path(name).suffix == ".html" for name in names)
    assert any(name.startswith("metros/") for name in names)
