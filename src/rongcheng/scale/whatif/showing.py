"""What the page of a scenario says (测算结果页): headline, picture, list and checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import PPM, divide_half_up
from rongcheng.policy.book import PolicyBook
from rongcheng.scale.models import Scenario
from rongcheng.scale.whatif.bars import Bar, Pair, fund_pairs, payer_pairs, resident_bars
from rongcheng.scale.whatif.findings import Findings, findings_from_plain
from rongcheng.scale.whatif.measures import Measure
from rongcheng.scale.whatif.picking import Grounds, grounds_of, now_words
from rongcheng.scale.whatif.scenarios import changes_of
from rongcheng.scale.whatif.tables import left_rows, outside_table, view_table
from rongcheng.scale.whatif.words import (
    change_scope,
    change_title,
    change_value,
    large_money,
)
from rongcheng.web.formats import show_count, show_percent
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Table

M = Measure


class ShownChange(NamedTuple):
    """One change as the page shows it; `plain` is what its button sends back."""

    key: str
    title: str
    value: str
    now: str
    scope: str
    grounds: Sequence[Grounds]
    plain: str


class Stat(NamedTuple):
    """One figure of the headline."""

    name: str
    figure: str
    note: str


class Result(NamedTuple):
    """Everything below the changes: headline, figures, picture and list of the chosen view."""

    findings: Findings
    headline: str
    stats: Sequence[Stat]
    pairs: Sequence[Pair]
    bars: Sequence[Bar]
    same: str
    table: Table
    outside: Table
    notes: Sequence[str]


def shown_changes(scenario: Scenario, book: PolicyBook) -> list[ShownChange]:
    """Return a scenario's changes with what holds now beside each."""
    shown = []
    today = get_clock().today()
    for change in changes_of(scenario):
        grounds = grounds_of(book, change, today)
        shown.append(
            ShownChange(
                change.key,
                change_title(book, change),
                change_value(book, change),
                now_words(grounds),
                change_scope(book, change),
                grounds,
                json.dumps(change.plain(), sort_keys=True),
            )
        )
    return shown


def result_of(scenario: Scenario, book: PolicyBook, by: str) -> Result:
    """Return what a computed scenario came to."""
    findings = findings_from_plain(scenario.findings)
    table = view_table(book, findings, by)
    pairs: list[Pair] = []
    if by == "funds":
        pairs = payer_pairs(list(table.rows))
    elif by != "residents":
        pairs = fund_pairs(book, findings, by)
    return Result(
        findings=findings,
        headline=headline(findings),
        stats=_stats(findings),
        pairs=pairs,
        bars=resident_bars(findings) if by == "residents" else [],
        same=_same_words(findings),
        table=table,
        outside=outside_table(findings),
        notes=_notes(scenario, book, findings),
    )


def headline(findings: Findings) -> str:
    """Say in one sentence what the changes would have cost and whom."""
    whole = findings.whole
    if not whole.of(M.ROWS):
        return t("scale.whatif.headline.nothing")
    if findings.is_same:
        return t("scale.whatif.headline.same", None, rows=show_count(whole.of(M.ROWS)))
    change = whole.change(M.FUND_BEFORE, M.FUND_AFTER)
    way = "more" if change > 0 else "less" if change < 0 else "equal"
    fund = t(f"scale.whatif.headline.fund_{way}", None, amount=large_money(abs(change)))
    people = []
    for side in ("less", "more"):
        persons = whole.of(Measure[f"{side.upper()}_PERSONS"])
        if persons:
            amount = large_money(abs(whole.of(Measure[f"{side.upper()}_FEN"])))
            key = f"scale.whatif.headline.{side}"
            people.append(t(key, None, persons=show_count(persons), amount=amount))
    joined = t("scale.whatif.headline.join").join([fund, *people])
    return joined + t("scale.whatif.headline.stop")


def _stats(findings: Findings) -> list[Stat]:
    whole = findings.whole
    before, after = whole.of(M.FUND_BEFORE), whole.of(M.FUND_AFTER)
    share = _share(after - before, before)
    paid_before, paid_after = whole.of(M.PERSON_BEFORE), whole.of(M.PERSON_AFTER)
    refused = whole.of(M.NEWLY_REFUSED) + whole.of(M.NO_LONGER_REFUSED)
    stats = [
        Stat(t("scale.whatif.stat.before"), large_money(before), ""),
        Stat(t("scale.whatif.stat.after"), large_money(after), share),
        Stat(
            t("scale.whatif.stat.person"),
            large_money(paid_after),
            t("scale.whatif.stat.instead_of", None, amount=large_money(paid_before)),
        ),
        Stat(
            t("scale.whatif.stat.computed"),
            show_count(whole.of(M.PERSONS)),
            t("scale.whatif.stat.rows", None, rows=show_count(whole.of(M.ROWS))),
        ),
    ]
    if refused:
        note = t(
            "scale.whatif.stat.refused_note",
            None,
            more=show_count(findings.newly_refused_persons),
            less=show_count(findings.no_longer_refused_persons),
        )
        stats.append(Stat(t("scale.whatif.stat.refused"), show_count(refused), note))
    return stats


def _share(change: int, of: int) -> str:
    if of <= 0:
        return ""
    tenths = divide_half_up(change * 1_000, of) * (PPM // 1_000)
    sign = "+" if tenths > 0 else ""
    return t("scale.whatif.stat.share", None, share=sign + show_percent(tenths))


def _same_words(findings: Findings) -> str:
    whole = findings.whole
    same = whole.of(M.PERSONS) - whole.of(M.MORE_PERSONS) - whole.of(M.LESS_PERSONS)
    return t("scale.whatif.same_persons", None, persons=show_count(same))


def _notes(scenario: Scenario, book: PolicyBook, findings: Findings) -> list[str]:
    checks = scenario.checks
    notes = []
    for key in checks.get("without_effect", ()):
        parameter = book.parameter(key)
        title = pick(parameter.title) if parameter else key
        notes.append(t("scale.whatif.note.without_effect", None, title=title))
    bills, differing = checks.get("bills", 0), checks.get("differing", 0)
    if bills and not differing:
        notes.append(t("scale.whatif.note.agrees", None, bills=show_count(bills)))
    elif bills:
        amount = large_money(checks["fund_fen"])
        words = {"bills": show_count(bills), "differing": show_count(differing)}
        notes.append(t("scale.whatif.note.differs", None, amount=amount, **words))
    if checks.get("remote_rows"):
        rows = show_count(checks["remote_rows"])
        notes.append(t("scale.whatif.note.remote", None, rows=rows))
    return notes + left_notes(findings)


def left_notes(findings: Findings) -> list[str]:
    """Say which settlements the comparison could not take."""
    return [
        t(f"scale.whatif.note.{name}", None, rows=show_count(count))
        for name, count in left_rows(findings).items()
        if count
    ]
