"""Reads and checks the fields of a message by the specification's own tables.

The tables are data beside this file: `fields.yaml`, `transactions.yaml`, `dictionaries.yaml`.
Whatever a caller may write is either read exactly or refused by the name of its field: sizes,
characters that PostgreSQL or UTF-8 cannot hold, days that no calendar column holds, and ID
numbers in fields that are kept in clear.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.kernel.dates import parse_date, parse_datetime
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.money import parse_scaled
from rongcheng.services.health.hsa.faults import (
    CodeUnknown,
    FieldInvalid,
    FieldMissing,
    IdNumberInClear,
)
from rongcheng.services.health.hsa.id_numbers import holds_id_number

HERE = Path(__file__).parent
MAX_ROWS = 500
ALL_LINES = "0000"
"""What a field of kind L may hold beside a line serial (2302)."""
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
# Control characters, and half characters that no encoding can write.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_EARLIEST_YEAR = 1900
_LONGEST_LIST = 100
KEPT_IN_CLEAR = frozenset(
    {
        "adm_dept_name",
        "chrg_bchno",
        "dept_name",
        "dise_codg",
        "filename",
        "ipt_no",
        "ipt_otp_no",
        "med_list_codg",
        "medins_list_codg",
        "opter_no",
        "oprn_oprt_code",
    }
)
"""Text fields whose value is stored unsealed: an ID number among them is refused."""


class FieldSpec(NamedTuple):
    """A field of the specification: meaning, kind of value, sizes, whether a dictionary binds."""

    name: str
    zh: str
    kind: str
    size: int
    decimals: int
    coded: bool


class NodeSpec(NamedTuple):
    """A node of a transaction's input: its fields in order, and which are required."""

    name: str
    rows: bool
    fields: tuple[FieldSpec, ...]
    required: frozenset[str]


Value = str | int | bytes | date | datetime
Row = dict[str, Any]


@cache
def field_specs() -> dict[str, FieldSpec]:
    """Return the field glossary, by field name."""
    rows = yaml.load((HERE / "fields.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {name: _field(name, row) for name, row in rows.items()}


def _field(name: str, row: Mapping[str, Any]) -> FieldSpec:
    kind = re.match(r"[A-Z]+", row["type"])
    numbers = [int(part) for part in re.findall(r"[0-9]+", row["type"])]
    size = numbers[0] if numbers else 0
    decimals = numbers[1] if len(numbers) > 1 else 0
    return FieldSpec(
        name, row["zh"], kind.group() if kind else "", size, decimals, bool(row.get("code"))
    )


@cache
def dictionaries() -> dict[str, dict[str, str]]:
    """Return the code values that this house takes, by field name."""
    tables: dict[str, dict[str, str]] = yaml.load(
        (HERE / "dictionaries.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return tables


@cache
def transactions() -> dict[str, tuple[NodeSpec, ...]]:
    """Return the input nodes of each transaction that this house answers, by number."""
    rows = yaml.load((HERE / "transactions.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        number: tuple(
            _node(name, text, row.get("types", {})) for name, text in row["nodes"].items()
        )
        for number, row in rows.items()
    }


def _node(name: str, text: str, types: Mapping[str, str]) -> NodeSpec:
    """Return a node's fields; `types` says where a field's type is another in this transaction."""
    specs = field_specs() | {
        field: _field(field, {"zh": field_specs()[field].zh, "type": kind})
        for field, kind in types.items()
    }
    words = text.split()
    return NodeSpec(
        name.removesuffix("[]"),
        name.endswith("[]"),
        tuple(specs[word.rstrip("*")] for word in words),
        frozenset(word[:-1] for word in words if word.endswith("*")),
    )


def read_input(infno: str, body: Any) -> dict[str, Any]:
    """Return a transaction's checked input: a row, or a list of rows, by node name.

    Texts are stripped, amounts are scaled integers by the field's decimals, dates are dates.
    Fields that the specification does not name are passed over.
    """
    if not isinstance(body, Mapping):
        raise FieldInvalid(
            path="input", name="交易输入", expected="JSON 对象", expected_en="a JSON object"
        )
    checked: dict[str, Any] = {}
    for node in transactions()[infno]:
        checked[node.name] = _read_node(node, body.get(node.name))
    return checked


def _read_node(node: NodeSpec, given: Any) -> Row | list[Row]:
    path = f"input.{node.name}"
    if given is None or given == "":
        raise FieldMissing(path=path, name="节点")
    if not node.rows:
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        return read_row(node, given, path)
    if isinstance(given, Mapping):
        given = [given]
    if not isinstance(given, list) or not 0 < len(given) <= MAX_ROWS:
        raise FieldInvalid(
            path=path,
            name="节点",
            expected=f"1 到 {MAX_ROWS} 行的数组",
            expected_en=f"an array of 1 to {MAX_ROWS} rows",
        )
    return [read_row(node, row, f"{path}[{number}]") for number, row in enumerate(given, 1)]


def read_row(node: NodeSpec, given: Any, path: str) -> Row:
    """Return one row's checked values by field name; absent optional fields are None."""
    if not isinstance(given, Mapping):
        raise FieldInvalid(
            path=path, name="节点", expected="JSON 对象", expected_en="a JSON object"
        )
    row: Row = {}
    for spec in node.fields:
        value = given.get(spec.name)
        where = f"{path}.{spec.name}" if path else spec.name
        if value is None or (isinstance(value, str) and not value.strip()):
            if spec.name in node.required:
                raise FieldMissing(path=where, name=spec.zh)
            row[spec.name] = None
        else:
            row[spec.name] = read_value(spec, value, where)
    return row


def read_value(spec: FieldSpec, value: Any, path: str) -> Value:
    """Return a value by its field's type, or refuse it naming what is expected."""
    if spec.kind == "N":
        return _number(spec, value, path)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _unfit(spec, path, "文本", "text")
    text = str(value).strip()
    if spec.kind in {"D", "DT"}:
        return _moment(spec, text, path)
    if spec.kind == "B":
        return _bytes(spec, text, path)
    if spec.kind == "I" or (spec.kind == "L" and text != ALL_LINES):
        if len(text) > spec.size or not _DIGITS.fullmatch(text) or int(text) == 0:
            raise _unfit(
                spec, path, f"不超过 {spec.size} 位、不为 0 的数字", f"{spec.size} digits, not 0"
            )
        return text
    return _text(spec, text, path)


def _bytes(spec: FieldSpec, text: str, path: str) -> bytes:
    try:
        # Some writers break Base64 into lines; nothing else may stand between its letters.
        found = binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except ValueError:
        found = b""
    if not 0 < len(found) <= spec.size:
        raise _unfit(
            spec, path, f"不超过 {spec.size} 字节的 Base64", f"Base64 of at most {spec.size} bytes"
        )
    return found


def _text(spec: FieldSpec, text: str, path: str) -> str:
    if len(text) > spec.size or _UNWRITABLE.search(text):
        raise _unfit(
            spec,
            path,
            f"不超过 {spec.size} 字、无控制字符的文本",
            f"text of at most {spec.size} characters without control characters",
        )
    if spec.coded and spec.name in dictionaries() and text not in dictionaries()[spec.name]:
        raise _unknown_code(spec, path, text)
    if spec.name in KEPT_IN_CLEAR and holds_id_number(text):
        raise IdNumberInClear(path=path, name=spec.zh)
    return text


def _number(spec: FieldSpec, value: Any, path: str) -> int:
    plain = value.strip() if isinstance(value, str) else value
    try:
        scaled = parse_scaled(plain, spec.decimals, path)
    except RongchengError:
        raise _unfit_number(spec, path) from None
    if abs(scaled) >= 10**spec.size:
        raise _unfit_number(spec, path)
    return scaled


def _unfit_number(spec: FieldSpec, path: str) -> FieldInvalid:
    whole = spec.size - spec.decimals
    return _unfit(
        spec,
        path,
        f"整数不超过 {whole} 位、小数不超过 {spec.decimals} 位的数",
        f"a number of at most {whole} digits and {spec.decimals} decimals",
    )


def _moment(spec: FieldSpec, text: str, path: str) -> date | datetime:
    try:
        found = parse_date(text) if spec.kind == "D" else parse_datetime(text)
    except RongchengError:
        raise _unfit_moment(spec, path) from None
    if found.year < _EARLIEST_YEAR:
        # Days of the first years cannot be read back from a database column.
        raise _unfit_moment(spec, path)
    return found


def _unfit_moment(spec: FieldSpec, path: str) -> FieldInvalid:
    shape = "yyyy-MM-dd" if spec.kind == "D" else "yyyy-MM-dd HH:mm:ss"
    return _unfit(
        spec,
        path,
        f"{shape} 格式的真实日期，{_EARLIEST_YEAR} 年以后",
        f"a real day as {shape}, from {_EARLIEST_YEAR} on",
    )


def _unfit(spec: FieldSpec, path: str, expected: str, expected_en: str) -> FieldInvalid:
    return FieldInvalid(path=path, name=spec.zh, expected=expected, expected_en=expected_en)


def _unknown_code(spec: FieldSpec, path: str, text: str) -> CodeUnknown:
    known = dictionaries()[spec.name]
    listed = "、".join(f"{code} {label}" for code, label in known.items())
    if len(listed) > _LONGEST_LIST:
        listed = "、".join(known)
    return CodeUnknown(
        path=path, name=spec.zh, given=text[:20], known=listed, known_codes=", ".join(known)
    )
