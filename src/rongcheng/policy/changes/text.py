"""Reads and writes a change as people do (改动的写法): `health.inpatient.ratio[tier=level_3]=90%`.

Ratios are percentages, money is yuan, flags are yes or no. Lists are not changed by a word.
"""

from __future__ import annotations

import re
from datetime import date

from rongcheng.kernel.errors import CallerError, shown
from rongcheng.kernel.money import parse_scaled, parse_yuan
from rongcheng.policy.changes.errors import ChangeUnreadable, ChangeValueWrong
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.vocabulary import UNITS

_CHANGE = re.compile(r"\s*([a-z0-9_.]+)\s*(?:\[([^\[\]]*)\])?\s*[=＝](.*)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_YES = {"yes", "true", "1", "是"}
_NO = {"no", "false", "0", "否"}
_PERCENT_DECIMALS = 4  # 0.0001 % is one part per million


def read_change(
    text: str,
    *,
    pools: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> PolicyChange:
    """Return the change that a text names; `ChangeUnreadable` if it is none.

    >>> read_change("health.inpatient.ratio[tier=level_3]=90%").where
    (('tier', 'level_3'),)
    """
    match = _CHANGE.fullmatch(text)
    if match is None or not match[3].strip():
        raise ChangeUnreadable(given=shown(text))
    where: dict[str, str] = {}
    for part in (match[2] or "").replace("，", ",").split(","):
        if not part.strip():
            continue
        name, equals, word = (piece.strip() for piece in part.partition("="))
        if not equals or name in where or not (_WORD.fullmatch(name) and _WORD.fullmatch(word)):
            raise ChangeUnreadable(given=shown(text))
        where[name] = word
    return PolicyChange(
        match[1], match[3].strip(), tuple(sorted(where.items())), pools, since, until
    )


def write_change(change: PolicyChange) -> str:
    """Return a change as the command line takes it, without pools and days.

    >>> write_change(read_change("a.b.c[y=2,x=1]=90%"))
    'a.b.c[x=1,y=2]=90%'
    """
    dims = ",".join(f"{name}={word}" for name, word in change.where)
    return f"{change.key}{f'[{dims}]' if dims else ''}={change.value}"


def read_value(key: str, text: str, unit: str) -> int | str | bool:
    """Return the value that somebody wrote for a parameter of a unit.

    Money in fen, ratios in parts per million. `ChangeValueWrong` says how to write it.

    >>> read_value("a.b.c", "72.5%", "ppm"), read_value("a.b.c", "1,500", "fen")
    (725000, 150000)
    """
    plain = text.strip()
    if unit == "list":
        raise _wrong(key, text, ("清单不能用一个值来改", "a list is not changed by one value"))
    if unit == "flag":
        return _read_flag(key, plain)
    if unit == "text":
        if not _WORD.fullmatch(plain):
            raise _wrong(key, text, ("要写一个英文代号", "it takes one word of the rules"))
        return plain
    number = _read_number(key, plain, unit)
    if not 0 <= number <= UNITS[unit].high:
        raise _out_of_bounds(key, text, unit)
    return number


def _read_flag(key: str, plain: str) -> bool:
    if plain.lower() in _YES:
        return True
    if plain.lower() in _NO:
        return False
    raise _wrong(key, plain, ("请写 是 或 否", "write yes or no"))


def _read_number(key: str, plain: str, unit: str) -> int:
    try:
        if unit == "fen":
            for mark in ("元", "yuan", "CNY"):
                plain = plain.removesuffix(mark).strip()
            return parse_yuan(plain.replace(",", "").replace("，", ""), key)
        if unit == "ppm":
            percent = plain.replace("％", "%").removesuffix("%").strip()
            if percent == plain:
                raise _wrong(key, plain, ("请写百分比，如 90%", "write a percentage, as 90%"))
            return parse_scaled(percent, _PERCENT_DECIMALS, key)
        return parse_scaled(plain, 0, key)
    except ChangeValueWrong:
        raise
    except CallerError as error:
        how = _HOW[unit] if unit in _HOW else _HOW["count"]
        raise _wrong(key, plain, how) from error


def _wrong(key: str, given: str, why: tuple[str, str]) -> ChangeValueWrong:
    return ChangeValueWrong(key=key, given=shown(given), why_zh=why[0], why_en=why[1])


def _out_of_bounds(key: str, given: str, unit: str) -> ChangeValueWrong:
    high = UNITS[unit].high
    limit = {"fen": f"{high // 100}", "ppm": "100%"}.get(unit, str(high))
    return _wrong(key, given, (f"要在 0 到 {limit} 之间", f"it must lie between 0 and {limit}"))


_HOW = {
    "fen": ("请写金额，单位元，如 1500 或 1500.00", "write yuan, as 1500 or 1500.00"),
    "ppm": ("请写百分比，如 90%，最多四位小数", "write a percentage, as 90%, to four decimals"),
    "count": ("请写整数", "write a whole number"),
}
