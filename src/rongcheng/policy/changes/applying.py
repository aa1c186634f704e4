"""Makes a pack in which changes hold (改后的政策包): checked as one that was read from a folder.

Each changed value is a sample value whose document is the draft's name, so that every explanation
of a decision under it says what it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import product
from typing import NamedTuple

from rongcheng.kernel.errors import shown
from rongcheng.policy.changes.errors import (
    ChangeDaysWrong,
    ChangeDimensionUnknown,
    ChangeFaulty,
    ChangeHoldsNowhere,
    ChangeKeyUnknown,
    ChangePoolUnknown,
)
from rongcheng.policy.changes.places import Asked, HeldAt, Scope, Target, reach_of, targets_of
from rongcheng.policy.changes.rows import Course, Given, Grounds, filled, overlaid, rows_of
from rongcheng.policy.changes.text import read_value
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.checks.parameters import check_parameter
from rongcheng.policy.checks.places import places_of
from rongcheng.policy.dimensions import Cell, Value
from rongcheng.policy.draft import Part, read_parameter
from rongcheng.policy.faults import PackFault
from rongcheng.policy.nodes import nodes_of_json
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.records import Record
from rongcheng.policy.resolved import spans_of
from rongcheng.policy.sheet import Sheet
from rongcheng.policy.timeline import Span, closed
from rongcheng.policy.types import Agreement, Parameter, Source

_MOST_NAMED = 6


class Placed(NamedTuple):
    """Where a change came to stand: one cell of one place, from a day to a day."""

    cell: Cell
    target: Target


def apply_changes(pack: Pack, changes: Sequence[PolicyChange], *, name: str) -> Pack:
    """Return the pack in which the changes hold; of two that meet, the later one.

    `name` is the draft's, for its document. Raises errors of `changes.errors`; the pack that comes
    back passes all checks of a folder.
    """
    parameters = {parameter.key: parameter for parameter in pack.parameters}
    for change in changes:
        parameters[change.key] = _changed(pack, parameters, change, name)
    return assemble(
        pack.metro,
        parameters=parameters.values(),
        agreements=pack.agreements,
        institutions=pack.institutions,
        venues=pack.venues,
        catalogues=pack.catalogues,
        government=pack.government,
    )


def placed_changes(pack: Pack, change: PolicyChange) -> list[Placed]:
    """Return where a change would stand, for people who ask before they apply it."""
    parameter = _parameter(pack, {p.key: p for p in pack.parameters}, change.key)
    return _placed(pack, parameter, change, _held(parameter))


def _changed(
    pack: Pack, parameters: dict[str, Parameter], change: PolicyChange, name: str
) -> Parameter:
    parameter = _parameter(pack, parameters, change.key)
    value = read_value(change.key, change.value, parameter.unit)
    held = _held(parameter)
    placed = _placed(pack, parameter, change, held)
    courses = {
        place: {cell: _course(parameter, spans) for cell, spans in cells.items()}
        for place, cells in held.items()
    }
    touched: dict[str, dict[Cell, Course]] = {}
    for cell, target in placed:
        at = touched.setdefault(target.place, dict(courses.get(target.place, {})))
        given = Given(value, Grounds(Source(document=name), "illustrative", target.since))
        course = overlaid(at.get(cell, []), target.since, target.until, given)
        at[cell] = filled(course, [courses.get(w, {}).get(cell, []) for w in target.weaker])
    rows = [row for row in parameter.values if row.at not in touched]
    for place, cells in touched.items():
        rows.extend(rows_of(place, cells, parameter.by, parameter.unit))
    return _checked(pack, parameter._replace(values=tuple(rows)))


def _parameter(pack: Pack, parameters: dict[str, Parameter], key: str) -> Parameter:
    found = parameters.get(key)
    if found is None:
        last = key.rpartition(".")[2]
        near = [k for k in parameters if last and last in k]
        near += get_close_matches(key, parameters, n=_MOST_NAMED, cutoff=0.5)
        known = ", ".join(list(dict.fromkeys(near or parameters))[:_MOST_NAMED])
        raise ChangeKeyUnknown(metro=pack.id, key=shown(key), known=known)
    return found


def _held(parameter: Parameter) -> dict[str, dict[Cell, list[Span[tuple[int, Value]]]]]:
    return {
        place: {cell: closed(spans) for cell, spans in cells.items()}
        for place, cells in spans_of(parameter).items()
    }


def _course(parameter: Parameter, spans: list[Span[tuple[int, Value]]]) -> Course:
    course = []
    for span in spans:
        number, value = span.held
        row = parameter.values[number]
        grounds = Grounds(row.source, row.status, row.review_by)
        course.append(Span(span.since, span.until, Given(value, grounds)))
    return course


def _placed(pack: Pack, parameter: Parameter, change: PolicyChange, held: HeldAt) -> list[Placed]:
    scope = _scope(pack, change)
    asked = Asked(parameter, held, reach_of(pack, parameter), scope)
    terms = {f"agreement:{a.id}": a for a in pack.agreements}
    found: dict[tuple[Cell, str], Target] = {}
    for cell in _cells(parameter, change):
        for pool in sorted(scope.pools):
            for target in targets_of(asked, cell, pool):
                within = _within_term(target, terms.get(target.place))
                if within is not None:
                    key = (cell, target.place)
                    found[key] = _joined(found[key], within) if key in found else within
    if not found:
        raise _nowhere(parameter)
    return [Placed(cell, target) for (cell, _), target in found.items()]


def _joined(one: Target, other: Target) -> Target:
    until = None
    if one.until is not None and other.until is not None:
        until = max(one.until, other.until)
    return one._replace(since=min(one.since, other.since), until=until)


def _within_term(target: Target, agreement: Agreement | None) -> Target | None:
    """Return the part of a target in its agreement's term, or None; its end needs no other."""
    if agreement is None:
        return target
    ends = agreement.until or date.max
    if target.since > ends or (target.until is not None and target.until < agreement.since):
        return None
    beyond = target.until is not None and target.until >= ends
    return target._replace(
        since=max(target.since, agreement.since), until=None if beyond else target.until
    )


def _scope(pack: Pack, change: PolicyChange) -> Scope:
    known = [pool.code for pool in pack.metro.pools]
    for given in change.pools:
        if given not in known:
            raise ChangePoolUnknown(metro=pack.id, given=shown(given), known=", ".join(known))
    since: date | None = change.since
    if since is not None and change.until is not None and change.until < since:
        raise ChangeDaysWrong(key=change.key, since=since, until=change.until)
    return Scope(frozenset(change.pools or known), since, change.until)


def _cells(parameter: Parameter, change: PolicyChange) -> Iterator[Cell]:
    """Yield the cells that a change names, all words where it names none of a dimension."""
    words = {dimension.name: dimension.values for dimension in parameter.by}
    for name, word in change.where:
        if word not in words.get(name, ()):
            known = "; ".join(f"{d.name}={'|'.join(d.values)}" for d in parameter.by) or "—"
            raise ChangeDimensionUnknown(
                key=parameter.key, given=shown(f"{name}={word}"), known=known
            )
    named = dict(change.where)
    yield from product(*[(named[d.name],) if d.name in named else d.values for d in parameter.by])


def _nowhere(parameter: Parameter) -> ChangeHoldsNowhere:
    held = [
        f"{row.at} {row.since}–{row.until or '…'}"
        for row in sorted(parameter.values, key=lambda r: (r.at, r.since))
    ]
    known = ", ".join(dict.fromkeys(held[:_MOST_NAMED]))
    return ChangeHoldsNowhere(key=parameter.key, known=known)


def _checked(pack: Pack, parameter: Parameter) -> Parameter:
    """Read the parameter back as from its file and check it as the loader does."""
    faults: list[PackFault] = []
    sheet = Sheet(f"policies/{parameter.key.replace('.', '/')}.yaml", faults)
    plain = json.dumps(Record(Parameter).plain(parameter))
    part: Part[Parameter] = read_parameter(nodes_of_json(plain), sheet, parameter.key)
    agreements = {agreement.id: agreement for agreement in pack.agreements}
    check_parameter(part, places_of(pack.metro), agreements)
    if faults:
        raise ChangeFaulty(
            key=parameter.key, why_zh=faults[0].message("zh"), why_en=faults[0].message("en")
        )
    return part.content
