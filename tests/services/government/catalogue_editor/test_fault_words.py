"""Faults of drafts name fields as their pages do: no key, line or folder, in either language."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from rongcheng.kernel.errors import Lang
from rongcheng.policy import records, shapes
from rongcheng.policy.changes.registers import REGISTERS
from rongcheng.policy.checks import (
    agreements,
    certificates,
    item_agreements,
    item_forms,
    items,
    parameters,
    powers,
)
from rongcheng.policy.fault_texts import FAULT_TEXTS
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.records import Many, Record, fields_of
from rongcheng.services.government.catalogue_editor.checking import check_body
from rongcheng.services.government.catalogue_editor.drafts import plain_of
from rongcheng.services.government.catalogue_editor.exporting import lists_of_plain
from rongcheng.services.government.catalogue_editor.fault_words import (
    fault_words,
    file_words,
    label_of,
)
from rongcheng.services.government.catalogue_editor.grids import Sent, read_grids, xlsx_of
from rongcheng.services.government.catalogue_editor.importing import messages, read_items
from rongcheng.services.government.catalogue_editor.row_lists import LISTS
from rongcheng.web.i18n import catalogue
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.packs import book_of

BOTH: tuple[Lang, Lang] = ("zh", "en")
CHECKS = (shapes, records, agreements, item_agreements, item_forms, items, parameters, powers)
ELSEWHERE = {"policy.P033", "policy.P100", "policy.P143"}
"""Codes of these modules that no draft can have: of tiers, of file names, of the register."""


def codes_in(module: ModuleType) -> set[str]:
    return set(re.findall(r"policy\.P\d{3}", inspect.getsource(module)))


CODES = sorted(set().union(*map(codes_in, (*CHECKS, certificates))) - ELSEWHERE)


def template(code: str, lang: Lang) -> str:
    """Return the sentence that a page says, its parameters left out."""
    own = catalogue(lang).get(f"government.fault.{code.rpartition('.')[2]}")
    text = own or FAULT_TEXTS[code][0 if lang == "zh" else 1]
    return re.sub(r"\{\{.*?\}\}|\{.*?\}", "", text)


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_of_a_draft_speaks_of_keys_lines_or_files(code: str) -> None:
    assert re.findall(r"[A-Za-z]+", template(code, "zh")) == []
    assert "行" not in template(code, "zh").replace("执行", "")
    english = template(code, "en")
    assert re.findall(r"[a-z]+_[a-z_]+|[a-z]+\.yaml|[a-z]+/|\bline\b|yyyy", english) == []


def keys_of(kind: Any) -> Iterator[str]:
    for field in fields_of(kind):
        yield field.key
        inner = field.shape.item if isinstance(field.shape, Many) else field.shape
        if isinstance(inner, Record):
            yield from keys_of(inner.kind)


@pytest.mark.parametrize("kind", [ServiceItem, *REGISTERS.values()], ids=lambda k: k.__name__)
def test_every_key_that_a_fault_of_a_draft_can_name_has_a_label(kind: Any) -> None:
    known = {lang: catalogue(lang) for lang in BOTH}
    missing = [
        (lang, key)
        for key in sorted({*keys_of(kind), *LISTS})
        for lang in BOTH
        if not known[lang].get(f"government.field.{key}")
    ]
    assert missing == []
    zh = [key for key in keys_of(kind) if re.search("[A-Za-z]", label_of(key, "zh"))]
    en = [key for key in keys_of(kind) if re.search("[\u4e00-\u9fff]", label_of(key, "en"))]
    assert (zh, en) == ([], [])


SAID = {
    ("policy.P014", (("field", "title.en"),)): (
        "「名称 · 英文」是空的。请填写。",
        "“title · English” is empty. Write something.",
    ),
    ("policy.P016", (("field", "level"), ("text", "9"), ("allowed", ("2", "3")))): (
        "「行使层级」不能写 9。请从这些里选：2（省级）、3（市级）。",
        "“level” cannot be 9. Choose one of: 2 (provincial), 3 (city).",
    ),
    ("policy.P103", (("text", "reason"), ("other", "1"))): (
        "「reason」问了两次。请只留一处。",
        "The form asks for “reason” twice. Keep one of them.",
    ),
    ("policy.P105", (("key", "maxLength"), ("type", "integer"))): (
        "「最长字数」不能用在回答是“整数”的问题上，或者最小的比最大的还大。请改正。",
        "“longest” does not go with this kind of answer (a whole number), or the least is above "
        "the most. Correct it.",
    ),
    ("policy.P101", (("text", "S-1"), ("other", "items/food-permit.yaml:3"))): (
        "基本编码 S-1 已经用在事项 food-permit。请写它自己的编码。",
        "The basic code S-1 is already used in item food-permit. Write its own code.",
    ),
}


@pytest.mark.parametrize("given", SAID, ids=lambda one: one[0])
def test_a_fault_is_said_in_the_words_of_the_page(given: tuple[str, Any]) -> None:
    fault = PackFault("items/x.yaml", 1, given[0], "文件", "file", given[1])
    assert (fault_words(fault, "zh"), fault_words(fault, "en")) == SAID[given]


def test_what_is_wrong_elsewhere_names_its_place() -> None:
    """An item without its joint part leaves an agreement that carries it jointly."""
    book = book_of(METRO)
    body = plain_of(book.government.item("hukou-transfer"))
    for version in body["versions"]:
        version.pop("joint", None)
    checked = check_body("hukou-transfer", json.dumps(body), book.pack)
    told = checked.lines("zh")
    ids = sorted(f.file for f in checked.faults)
    assert ids
    assert all(line.startswith("协议 ") for line in told)
    assert "没有写和别处一起办什么，不能多地联办" in told[0]
    assert file_words("policies/health/inpatient/ratio.yaml", "en") == (
        "parameter health.inpatient.ratio"
    )


def test_a_spreadsheet_is_told_of_in_the_words_of_its_headings(db: None) -> None:
    book = book_of(METRO)
    body = plain_of(book.government.item("hukou-transfer"))
    version = body["versions"][-1]
    version["type"], version["competence"]["level"] = "99", "7"
    version["materials"][0]["title"]["en"] = ""
    read = read_items(read_grids([Sent("x.xlsx", xlsx_of(lists_of_plain([body])))]), book.pack)
    zh, en = (list(messages(read.faults, lang)) for lang in BOTH)
    assert "表 items（事项） 第 2 行「由谁决定 · 行使层级」" in "\n".join(zh)
    assert (
        "表 materials（材料） 第 2 行「材料 · 名称 · 英文」: 「名称 · 英文」是空的。请填写。" in zh
    )
    assert any("01（行政许可）" in line for line in zh)
    assert [line for line in en if re.search("[\u4e00-\u9fff]", line)] == []
