"""Findings as lists (测算结果表): the same on the page, in the terminal and in files."""

from __future__ import annotations

from collections.abc import Sequence

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.scale.whatif.findings import Findings
from rongcheng.scale.whatif.measures import Group, Left, Measure
from rongcheng.scale.whatif.words import (
    change_scope,
    change_title,
    change_value,
    group_name,
    span_name,
)
from rongcheng.web.i18n import language, t
from rongcheng.web.tables import Column, Kind, Table

M = Measure
SHOWN = ("pool", "scheme", "tier", "age", "means", "kind", "year")
"""The divisions that have a list, in the order of the tabs."""
VIEWS = (*SHOWN, "residents", "funds")

_SHORT: tuple[tuple[str, Kind], ...] = (
    ("rows", "count"),
    ("persons", "count"),
    ("fund_before", "fen"),
    ("fund_after", "fen"),
    ("fund_change", "fen"),
    ("person_change", "fen"),
    ("less_persons", "count"),
    ("more_persons", "count"),
)
_FULL: tuple[tuple[str, Kind], ...] = (
    ("rows", "count"),
    ("persons", "count"),
    ("total", "fen"),
    ("fund_before", "fen"),
    ("fund_after", "fen"),
    ("fund_change", "fen"),
    ("pool_change", "fen"),
    ("second_change", "fen"),
    ("supplement_change", "fen"),
    ("assistance_change", "fen"),
    ("person_before", "fen"),
    ("person_after", "fen"),
    ("person_change", "fen"),
    ("less_persons", "count"),
    ("less_fen", "fen"),
    ("more_persons", "count"),
    ("more_fen", "fen"),
    ("newly_refused", "count"),
    ("no_longer_refused", "count"),
)
_FUNDS = (
    ("pool", M.POOL_BEFORE, M.POOL_AFTER),
    ("second", M.SECOND_BEFORE, M.SECOND_AFTER),
    ("supplement", M.SUPPLEMENT_BEFORE, M.SUPPLEMENT_AFTER),
    ("assistance", M.ASSISTANCE_BEFORE, M.ASSISTANCE_AFTER),
    ("fund", M.FUND_BEFORE, M.FUND_AFTER),
    ("person", M.PERSON_BEFORE, M.PERSON_AFTER),
)


def figure(group: Group, name: str) -> int:
    """Return one figure of a group by the name of its column."""
    if name.endswith("_change"):
        stem = name.removesuffix("_change").upper()
        return group.change(Measure[f"{stem}_BEFORE"], Measure[f"{stem}_AFTER"])
    return group.of(Measure[name.upper()])


def division_table(
    book: PolicyBook, findings: Findings, division: str, *, full: bool = False
) -> Table:
    """Return the groups of a division; `full` has every column, for files."""
    wanted = _FULL if full else _SHORT
    columns = [Column(t(f"scale.whatif.by.{division}"), lead=True, width=24)]
    columns += [Column(t(f"scale.whatif.column.{name}"), kind) for name, kind in wanted]
    rows = [
        (group_name(book, division, group.word), *(figure(group, name) for name, _ in wanted))
        for group in findings.divisions.get(division, ())
    ]
    caption = t("scale.whatif.caption", None, by=t(f"scale.whatif.by.{division}"))
    return Table(caption, columns, rows, t("scale.whatif.no_rows"))


def residents_table(findings: Findings) -> Table:
    """Return how many residents' yearly payment changes by how much."""
    columns = [
        Column(t("scale.whatif.column.span"), lead=True, width=30),
        Column(t("scale.whatif.column.person_years"), "count"),
        Column(t("scale.whatif.column.sum"), "fen"),
    ]
    rows = [
        (span_name(place), bucket.persons, bucket.fen)
        for place, bucket in enumerate(findings.buckets)
    ]
    return Table(t("scale.whatif.residents_caption"), columns, rows)


def funds_table(findings: Findings) -> Table:
    """Return who pays how much before and after, each fund apart."""
    columns = [
        Column(t("scale.whatif.column.payer"), lead=True, width=24),
        Column(t("scale.whatif.column.before"), "fen"),
        Column(t("scale.whatif.column.after"), "fen"),
        Column(t("scale.whatif.column.change"), "fen"),
    ]
    whole = findings.whole
    rows = [
        (t(f"scale.whatif.payer.{name}"), whole.of(a), whole.of(b), whole.change(a, b))
        for name, a, b in _FUNDS
    ]
    return Table(t("scale.whatif.funds_caption"), columns, rows)


def view_table(book: PolicyBook, findings: Findings, view: str, *, full: bool = False) -> Table:
    """Return the list behind a view of the page."""
    if view == "residents":
        return residents_table(findings)
    if view == "funds":
        return funds_table(findings)
    return division_table(book, findings, view, full=full)


def outside_table(findings: Findings) -> Table:
    """Return the bills that the comparison could not take, and why bills were not settled."""
    columns = [
        Column(t("scale.whatif.column.reason"), lead=True, width=50),
        Column(t("scale.whatif.column.code"), "code"),
        Column(t("scale.whatif.column.before"), "count"),
        Column(t("scale.whatif.column.after"), "count"),
    ]
    lang = language()
    rows = [
        (reason.zh if lang == "zh" else reason.en, reason.code, reason.before, reason.after)
        for reason in findings.reasons
    ]
    return Table(t("scale.whatif.outside_caption"), columns, rows)


def changes_table(book: PolicyBook, changes: Sequence[PolicyChange]) -> Table:
    """Return the changes that were computed, for files."""
    columns = [
        Column(t("scale.whatif.column.parameter"), lead=True, width=30),
        Column(t("scale.whatif.column.key"), "code", width=36),
        Column(t("scale.whatif.column.value")),
        Column(t("scale.whatif.column.scope"), width=50),
    ]
    rows = [
        (change_title(book, c), c.key, change_value(book, c), change_scope(book, c))
        for c in changes
    ]
    return Table(t("scale.whatif.changes_caption"), columns, rows)


def all_tables(
    book: PolicyBook, findings: Findings, changes: Sequence[PolicyChange]
) -> list[tuple[str, Table]]:
    """Return every list with its short name, in the order of a workbook's sheets."""
    tables = [("changes", changes_table(book, changes))]
    tables += [("all", division_table(book, findings, "all", full=True))]
    tables += [("funds", funds_table(findings))]
    tables += [(name, division_table(book, findings, name, full=True)) for name in SHOWN]
    tables += [("residents", residents_table(findings))]
    tables += [("outside", outside_table(findings))]
    return [(t(f"scale.whatif.sheet.{name}"), table) for name, table in tables]


def left_rows(findings: Findings) -> dict[str, int]:
    """Return how many bills lie outside the comparison, by the name of their sentence."""
    return {
        "refused": findings.left[Left.REFUSED],
        "faulty": findings.left[Left.FAULTY],
        "undecided": findings.left[Left.UNDECIDED],
    }
