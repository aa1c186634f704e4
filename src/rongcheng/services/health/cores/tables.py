"""The lists of calls as pages show and export them (往来列表)."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.cores.reading import CallView, CoreView
from rongcheng.services.health.cores.words import (
    cause_words,
    fund_sides,
    operation_words,
    state_words,
)
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.models import CoreCall
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Column, Link, Table


def cores_table(book: PolicyBook, cores: Iterable[CoreView]) -> Table:
    """Return one row for each pool that decides by a core of its own."""
    columns = [
        Column(t("health.cores.pool"), lead=True, width=26),
        Column(t("health.cores.health"), width=24),
        Column(t("health.cores.waiting"), "count"),
        Column(t("health.cores.aside"), "count"),
        Column(t("health.cores.last_answer"), "moment"),
        Column(t("health.cores.next_try"), "moment"),
    ]
    rows = [
        (
            pick(book.pool(core.pool).title),
            t(f"health.cores.word.{core.health.word if core.configured else 'missing'}"),
            core.waiting,
            core.set_aside,
            core.health.last_answer_at,
            core.health.next_try_at,
        )
        for core in cores
    ]
    return Table(t("health.cores.caption"), columns, rows, empty=t("health.cores.none"))


def waiting_table(rows: Iterable[CoreCall], base: str = "") -> Table:
    """Return the calls that still wait; `base` leads to each one's page, where there is one."""
    columns = [
        Column(t("health.cores.when"), "moment", lead=True),
        Column(t("health.cores.request"), "code", width=32),
        Column(t("health.cores.hospital"), width=26),
        Column(t("health.cores.act")),
        Column(t("health.cores.total"), "fen"),
        Column(t("health.cores.stands"), width=30),
    ]
    listed = [
        (
            row.created_at,
            Link(row.request_id, f"{base}/{row.key}") if base else row.request_id,
            pick({"zh": row.institution.title_zh, "en": row.institution.title_en}),
            operation_words(row),
            row.total_fen,
            state_words(row),
        )
        for row in rows
    ]
    empty = t("health.cores.nothing_waits")
    return Table(t("health.cores.waiting_caption"), columns, listed, empty=empty)


def differences_table(rows: Iterable[CoreCall], base: str) -> Table:
    """Return the settlements in which core and policy book parted, both sides side by side."""
    columns = [
        Column(t("health.cores.when"), "moment", lead=True),
        Column(t("health.cores.key"), "code", width=32),
        Column(t("health.cores.hospital"), width=26),
        Column(t("health.cores.fund_ours"), "fen"),
        Column(t("health.cores.fund_theirs"), "fen"),
        Column(t("health.cores.apart"), "fen"),
        Column(t("health.cores.cause_name"), width=30),
    ]
    listed = []
    for row in rows:
        ours, theirs = fund_sides(row)
        listed.append(
            (
                row.created_at,
                Link(row.key, f"{base}/{row.key}"),
                pick({"zh": row.institution.title_zh, "en": row.institution.title_en}),
                ours,
                theirs,
                None if ours is None or theirs is None else theirs - ours,
                cause_words(row),
            )
        )
    empty = t("health.cores.all_agree")
    return Table(t("health.cores.differences_caption"), columns, listed, empty=empty)


def sides_table(view: CallView) -> Table:
    """Return one call's amounts, the policy book's beside the core's."""
    columns = [
        Column(t("health.cores.amount_name"), lead=True),
        Column(t("health.cores.book_side"), "fen"),
        Column(t("health.cores.core_side"), "fen"),
        Column(t("health.cores.apart"), "fen"),
    ]
    theirs = view.theirs.amounts if view.theirs is not None and not view.theirs.refused else None
    ours = dict(view.ours.amounts._asdict())
    # What our book made of it when the answer was recorded stands in the difference.
    for name, mine, _ in view.call.difference.get("amounts", ()):
        ours[name] = mine
    rows = [
        (
            t(f"health.cores.amount.{name}"),
            ours[name],
            None if theirs is None else getattr(theirs, name),
            None if theirs is None else getattr(theirs, name) - ours[name],
        )
        for name in SettledAmounts._fields
        if ours[name] or (theirs is not None and getattr(theirs, name))
    ]
    return Table(t("health.cores.sides_caption"), columns, rows, empty="")
