"""Spoils a good JSON document in every way that a system may write it (报文变异), from a seed.

Structure, types, texts, numbers, sections and bytes. Some mutations are harmless, so the result
may still be good; what counts is that the answer is one of the two.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]
Path = tuple[Any, ...]

_RAW = re.compile(r'"@raw:([^"@]*)@"')
RAW = (
    "NaN", "Infinity", "-Infinity", "1e400", "-1e-400", "1e99999999999999999999", "9" * 5_000,
    "1" + "0" * 400, "0.1e1", "-0", "01", "0x10", "1_000", "tru", "'x'", "",
    "[" * 90_000 + "]" * 90_000,
)  # fmt: skip
NUMBERS = (
    0, -1, 1, 0.1, -0.01, 1e15, 1e-7, 10**18, 10**19, 10**60, -(10**18), 2**63, -(2**63), 99.999,
    9_000_000_000_000, True, False,
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "a\x00b", "\x07", "\n", "\t1", "\x7f", "\ud800", "x\udfff", "\ud83d\ude00",
    "\u202e倒", "\u200b", "\ufeff", "\u3000", "\uffff", "样例", "é" * 31, "甲" * 2_000,
    "x" * 40_001,
    "0", "-1", "1.0", "1e3", "+1", "00", "0.00", "1,000.00", "１２", "٣", "NaN", "null", "true",
    "0000", "1" * 31, "9" * 40, "99999999999999.99", "-99999999999999.99", "0.0000001", "1.005",
    "2026-02-30 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "2026-03-02", "1900-01-01",
    "' or 1=1 --", "%s%s%n", "{0}", "{path}", "$1", "\\", "\"", "<b>", "../../etc", "~", "None",
)  # fmt: skip
STRUCTURES: tuple[Any, ...] = (
    None, {}, [], [[]], [{}], {"": ""}, [None], ["x"], [1, 2], {"data": {}},
    {"a": {"b": {"c": []}}},
)  # fmt: skip


def places(document: Any, here: Path = ()) -> list[Path]:
    """Return the paths of all values below the root, in a fixed order."""
    if isinstance(document, dict):
        steps = list(document.items())
    elif isinstance(document, list):
        steps = list(enumerate(document))
    else:
        return []
    found: list[Path] = []
    for step, value in steps:
        found.append((*here, step))
        found += places(value, (*here, step))
    return found


def look(document: Any, path: Path) -> Any:
    """Return the value at a path."""
    for step in path:
        document = document[step]
    return document


def _odd_value(random: Random, value: Any) -> Any:
    """Return another value: of the same kind a little wrong, or of any other kind."""
    kind = random.randrange(8)
    if kind == 0:
        return random.choice(NUMBERS)
    if kind == 1:
        return copy.deepcopy(random.choice(STRUCTURES))
    if kind == 2:
        return f"@raw:{random.choice(RAW)}@"
    if kind in {3, 4} and isinstance(value, str) and value:
        cut = random.randrange(len(value))
        put = random.choice(TEXTS)[:60]
        return random.choice((value[:cut] + put + value[cut:], value[:cut], value * 3, put + value))
    if kind == 5 and isinstance(value, str) and re.fullmatch(r"-?[0-9.]+", value):
        return random.choice((f"-{value}", f"{value}0", f"0{value}", f"{value}1", value[:-1]))
    return random.choice(TEXTS)


def _replace(random: Random, document: Json, donor: Json) -> None:
    path = random.choice(places(document))
    look(document, path[:-1])[path[-1]] = _odd_value(random, look(document, path))


def _remove(random: Random, document: Json, donor: Json) -> None:
    path = random.choice(places(document))
    del look(document, path[:-1])[path[-1]]


def _rename(random: Random, document: Json, donor: Json) -> None:
    path = random.choice([path for path in places(document) if isinstance(path[-1], str)])
    holder = look(document, path[:-1])
    name = random.choice((path[-1].upper(), path[-1][:-1], f" {path[-1]}", "\x00", "\ud800", ""))
    holder[name] = holder.pop(path[-1])


def _wrap(random: Random, document: Json, donor: Json) -> None:
    path = random.choice(places(document))
    holder, value = look(document, path[:-1]), look(document, path)
    holder[path[-1]] = random.choice(
        ([value], [value, copy.deepcopy(value)], {"data": value}, [[value]])
    )


def _swap(random: Random, document: Json, donor: Json) -> None:
    leaves = [
        path for path in places(document) if not isinstance(look(document, path), dict | list)
    ]
    first, second = random.choice(leaves), random.choice(leaves)
    one, other = look(document, first), look(document, second)
    look(document, first[:-1])[first[-1]] = other
    look(document, second[:-1])[second[-1]] = one


def _transplant(random: Random, document: Json, donor: Json) -> None:
    """Put a section of another document in the place of one here, or beside it."""
    source = random.choice(places(donor))
    target = random.choice(places(document))
    value = copy.deepcopy(look(donor, source))
    holder = look(document, target[:-1])
    if isinstance(holder, dict) and isinstance(source[-1], str) and random.randrange(2):
        holder[source[-1]] = value
    else:
        holder[target[-1]] = value


def _repeat(random: Random, document: Json, donor: Json) -> None:
    lists = [path for path in places(document) if isinstance(look(document, path), list)]
    if not lists:
        return _replace(random, document, donor)
    rows = look(document, random.choice(lists))
    if rows:
        rows.extend(copy.deepcopy(random.choice(rows)) for _ in range(random.choice((1, 2, 600))))
    return None


def _nest(random: Random, document: Json, donor: Json) -> None:
    path = random.choice(places(document))
    deep: Any = "x"
    for _ in range(random.choice((5, 50, 150))):
        deep = [deep] if random.randrange(2) else {"data": deep}
    look(document, path[:-1])[path[-1]] = deep


CHANGES: tuple[Callable[[Random, Json, Json], None], ...] = (
    _replace, _replace, _replace, _replace, _replace, _remove, _remove, _rename, _wrap, _swap,
    _transplant, _repeat, _nest,
)  # fmt: skip


def _spoil_bytes(random: Random, plain: bytes) -> bytes:
    at = random.randrange(len(plain))
    kind = random.randrange(6)
    if kind == 0:
        return plain[:at]
    if kind == 1:
        return plain[:at] + bytes([random.randrange(256)]) + plain[at + 1 :]
    if kind == 2:
        return plain[:at] + plain[at // 2 : at] + plain[at:]
    if kind == 3:
        return plain[:at] + random.choice((b"\x00", b"\xff", b"\xc3", b"\\u0000", b"\\ud800", b"}"))
    if kind == 4:
        return plain.decode().encode(random.choice(("utf-16", "gb18030", "utf-32")))
    return random.randbytes(random.choice((0, 1, 50)))


def mutate(random: Random, document: Json, donor: Json) -> bytes:
    """Return a document as bytes, spoilt one to three times; `donor` lends its sections."""
    spoilt = copy.deepcopy(document)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if places(spoilt):
            random.choice(CHANGES)(random, spoilt, donor)
    plain = _RAW.sub(r"\1", json.dumps(spoilt, ensure_ascii=True))
    if random.randrange(3) == 0:
        # Unescaped characters; half characters become bytes that are no UTF-8.
        text = json.dumps(spoilt, ensure_ascii=False)
        return _RAW.sub(r"\1", text).encode("utf-8", "surrogatepass")
    body = plain.encode()
    return _spoil_bytes(random, body) if random.randrange(12) == 0 else body
