"""Checks of parameters (参数核对): places that exist, layers in order, no overlap and no gap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from rongcheng.policy.checks.places import Places
from rongcheng.policy.dimensions import Cell
from rongcheng.policy.draft import Part
from rongcheng.policy.resolved import spans_of
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.timeline import clashes
from rongcheng.policy.types import Agreement, Parameter, ValueRow
from rongcheng.policy.vocabulary import LAYERS

_AT = re.compile(r"([a-z]+):(.+)")


def check_parameter(
    part: Part[Parameter], places: Places | None, agreements: Mapping[str, Agreement] | None
) -> None:
    """Report what is wrong with the rows of a parameter.

    `places` and `agreements` are None if they could not be read in full.
    """
    parameter, sheet = part
    for number, row in enumerate(parameter.values):
        path = ("values", number)
        layer, code = _check_at(row, sheet, path)
        if layer and parameter.order and layer not in parameter.order:
            sheet.report("policy.P047", (*path, "at"), layer=layer, order=parameter.order)
        if layer == "agreement" and agreements is not None:
            _check_agreement(part, number, agreements.get(code), code)
        elif layer not in ("", "agreement") and places is not None:
            _check_place(layer, code, places, sheet, path)
        check_term(row.since, row.until, sheet, path)
    _check_clashes(part)


def check_term(since: object, until: object, sheet: Sheet, path: Path) -> None:
    """Report an end before its start."""
    readable = since != BLANK_DAY and until not in (None, BLANK_DAY)
    if readable and until < since:  # type: ignore[operator]
        sheet.report("policy.P023", (*path, "to"), since=since, until=until)


def _check_at(row: ValueRow, sheet: Sheet, path: Path) -> tuple[str, str]:
    if not row.at:
        return "", ""
    match = _AT.fullmatch(row.at)
    if match is None or match[1] not in LAYERS:
        sheet.report("policy.P043", (*path, "at"), text=row.at)
        return "", ""
    return match[1], match[2]


def _check_place(layer: str, code: str, places: Places, sheet: Sheet, path: Path) -> None:
    known = places.names()[layer]
    if code in known or "" in known:
        return
    if layer == "pool":
        sheet.report("policy.P045", (*path, "at"), text=code, allowed=known)
    else:
        sheet.report("policy.P044", (*path, "at"), text=f"{layer}:{code}")


def _check_agreement(
    part: Part[Parameter], number: int, agreement: Agreement | None, code: str
) -> None:
    parameter, sheet = part
    row = parameter.values[number]
    path = ("values", number)
    if agreement is None:
        sheet.report("policy.P046", (*path, "at"), text=code)
        return
    service = parameter.service
    if agreement.services and service not in agreement.services:
        sheet.report("policy.P050", (*path, "at"), agreement=code, service=service)
    ends = agreement.until or date.max
    if BLANK_DAY in (row.since, agreement.since) or ends < agreement.since:
        return
    late = row.since > ends
    if row.since < agreement.since or late:
        term = {"since": agreement.since, "until": agreement.until or "…"}
        sheet.report("policy.P051", (*path, "from"), agreement=code, **term)


def _check_clashes(part: Part[Parameter]) -> None:
    parameter, sheet = part
    usable = [row if _is_usable(row) else row._replace(value={}) for row in parameter.values]
    found: dict[tuple[str, int, int, int], list[Cell]] = {}
    for place, cells in spans_of(parameter._replace(values=tuple(usable))).items():
        for cell, spans in cells.items():
            for (earlier, _), (later, _), gap in clashes(spans):
                found.setdefault((place, earlier, later, gap), []).append(cell)
    for (place, earlier, later, gap), clashing in found.items():
        more = f" +{len(clashing) - 1}" if len(clashing) > 1 else ""
        texts: dict[str, object] = {
            "other": sheet.line_of(("values", earlier, "from")),
            "where": " ".join([place, "/".join(clashing[0])]).strip() + more,
            "days": gap,
        }
        code = "policy.P049" if gap else "policy.P048"
        sheet.report(code, ("values", later, "from"), **texts)


def _is_usable(row: ValueRow) -> bool:
    if not row.at or BLANK_DAY in (row.since, row.until):
        return False
    return row.until is None or row.since <= row.until
