"""Drafts as the office sees them (草稿怎么显示): the list, one draft beside what is published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.catalogue.differences import (
    Difference,
    compare_heads,
    compare_plain,
    difference_table,
    known_names,
)
from rongcheng.services.government.catalogue.reading import item_address
from rongcheng.services.government.catalogue_editor.drafts import STATES
from rongcheng.services.government.models import DraftState, ItemDraft, ItemDraftStep
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Link, Table

Plain = dict[str, Any]
BASE = "/office/items"
BADGES = {
    DraftState.WRITING: "secondary",
    DraftState.PROPOSED: "warn",
    DraftState.PUBLISHED: "good",
    DraftState.DROPPED: "bad",
}


class Compared(NamedTuple):
    """What a draft changes in one version, or in the names that all versions share."""

    title: str
    table: Table


def catalogue_tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the ways between items and registers; `here` is the last word of the address."""
    return [
        (t(f"government.register.tab.{name}"), f"/office/{name}", name == here)
        for name in ("items", "bundles", "agreements", "powers")
    ]


def state_words(draft: ItemDraft) -> str:
    """Say where a draft stands."""
    return STATES[DraftState(draft.state)][0 if language() == "zh" else 1]


def draft_address(draft: ItemDraft) -> str:
    """Return the address of a draft's page."""
    return f"{BASE}/drafts/{draft.code}"


def title_of(draft: ItemDraft) -> str:
    """Return the name of the item that a draft is about."""
    return pick(json.loads(draft.body).get("title", {})) or draft.item


def item_table(book: PolicyBook, opened: Iterable[ItemDraft], on: date) -> Table:
    """Return the items that run with what is being changed, then new ones that are drafts only."""
    columns = [
        Column(t("government.catalogue.column.item"), lead=True),
        Column(t("government.catalogue.column.id"), "code"),
        Column(t("government.catalogue.column.theme")),
        Column(t("government.office.version"), "date"),
        Column(t("government.catalogue.column.status"), "status"),
        Column(t("government.office.draft")),
    ]
    drafts = {draft.item: draft for draft in opened}
    rows: list[tuple[object, ...]] = []
    for item in book.government.items():
        held = [v for v in item.versions if v.since <= on]
        version = held[-1] if held else item.versions[0]
        rows.append(
            (
                Link(pick(item.title), item_address(book.metro, item.id)),
                item.id,
                pick(item.theme),
                version.since,
                version.status,
                _draft_link(drafts.pop(item.id, None)),
            )
        )
    rows += [
        (title_of(draft), draft.item, "", None, "illustrative", _draft_link(draft))
        for draft in drafts.values()
    ]
    return Table(t("government.office.items"), columns, rows, caption_shown=False)


def draft_table(drafts: Sequence[ItemDraft], caption: str) -> Table:
    """Return drafts with their state, in the order given."""
    columns = [
        Column(t("government.catalogue.column.item"), lead=True),
        Column(t("government.office.draft"), "code"),
        Column(t("government.office.state")),
        Column(t("government.office.made_at"), "moment"),
    ]
    rows = [
        (Link(title_of(d), draft_address(d)), d.code, state_words(d), d.made_at) for d in drafts
    ]
    return Table(caption, columns, rows, t("government.office.no_published"), False)


def compared(body: Plain, base: Plain, book: PolicyBook) -> list[Compared]:
    """Return what a draft changes, version by version; a version that stays is left out."""
    heads, known = compare_heads(base, body), known_names(book)
    found = [Compared(t("government.office.head"), _beside(heads))] if heads else []
    for version in body["versions"]:
        before = _counterpart(version, base.get("versions", []))
        differences = compare_plain(before, version, known)
        is_new = version["from"] not in {v["from"] for v in base.get("versions", [])}
        if differences or is_new:
            title = t("government.office.from_day", None, day=day_words(version["from"]))
            found.append(Compared(title, _beside(differences)))
    return found


def day_words(text: str) -> str:
    """Write a day of a plain form; what is no day stays as it was written."""
    try:
        return show_day(date.fromisoformat(text), language())
    except ValueError:
        return text


def moments(steps: Iterable[ItemDraftStep]) -> list[tuple[datetime, str, bool]]:
    """Return what was done with a draft, by whom, for the timeline."""
    found = [
        (
            step.at,
            t(f"government.office.step.{step.act}", None, who=step.by_name)
            + (f" {step.note}" if step.note else ""),
        )
        for step in steps
    ]
    return [(at, text, number == len(found)) for number, (at, text) in enumerate(found, 1)]


def editable_version(body: Plain, today: date) -> int:
    """Return the number of the version that the page edits: the first that begins after today."""
    versions = body["versions"]
    later = [n for n, v in enumerate(versions) if v["from"] > today.isoformat()]
    return later[0] if later else len(versions) - 1


def _beside(found: list[Difference]) -> Table:
    return difference_table(found)


def _counterpart(version: Plain, versions: list[Plain]) -> Plain:
    """Return the published version that held when this one begins."""
    held = [v for v in versions if v["from"] <= version["from"]]
    return held[-1] if held else {}


def _draft_link(draft: ItemDraft | None) -> object:
    return Link(state_words(draft), draft_address(draft)) if draft else ""
