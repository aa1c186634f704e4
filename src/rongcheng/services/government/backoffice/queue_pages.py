"""The queue (办件): what waits for me, for my city, elsewhere; and what is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcheng.foundation.cases.public import Wanted
from rongcheng.foundation.people.public import list_residents, mask_name
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.assigning import names_of, stands_in_for
from rongcheng.services.government.backoffice.looks import record_cases_look
from rongcheng.services.government.backoffice.queues import (
    CASE_TABS,
    MOST_COUNTED,
    TURN_TABS,
    Entry,
    case_rows,
    count_turns,
    turn_rows,
    turns_after,
    turns_before,
)
from rongcheng.services.government.backoffice.words import (
    department_choices,
    department_words,
    due_words,
    holder_words,
    item_words,
    place_words,
    state_words,
)
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import pick, t
from rongcheng.web.paging import KeyPage, asked_page, key_page
from rongcheng.web.tables import Column, Link, Table

HERE = "/cases"
PAGE_SIZE, EXPORT_SIZE = 20, 500
OF_DEPARTMENT = ("city", "helping")
"""Lists that are a department's own for whoever works in one."""
_KEY_LENGTH = 3
_MOST_DIGITS = 18
_STATES = frozenset(state.value for state in CaseState)


@never_cache
@require_safe
@actor_required("officer", "head", "clerk")
def queue(request: HttpRequest) -> HttpResponseBase:
    """Show one list of cases, its nearest day first or its newest; found again by its address."""
    actor = signed_in(request)
    book = current_book(actor.metro)
    wanted = wanted_of(request)
    tab = tab_of(request, actor, wanted)
    kind = export_kind(request)
    if kind:
        taken = _entries(actor, tab, wanted, EXPORT_SIZE)
        record_cases_look(request, actor, [entry.case for entry in taken])
        return export_response(_table(book, actor, tab, taken), kind, t("government.back.title"))
    page, entries, older = _page(request, actor, tab, wanted)
    record_cases_look(request, actor, [entry.case for entry in entries])
    context = {
        "tabs": _tabs(actor, tab, wanted.department),
        "tab": tab,
        "listed": _table(book, actor, tab, entries),
        "page": page,
        "older": older,
        "newest": bool(wanted.before),
        "rows": bool(entries),
        "wanted": wanted,
        "items": [(item.id, pick(item.title)) for item in book.government.items()],
        "states": [(state.value, state_words(state)) for state in CaseState if state > 1],
        "stands_in": len(stands_in_for(actor)),
        "place": place_words(book, actor.city, actor.department),
        "departments": department_choices(book, actor),
    }
    return render(request, "government/queue.html", context)


def wanted_of(request: HttpRequest) -> Wanted:
    """Read the search form; what is unreadable narrows nothing."""
    given = request.GET
    state, before = (_number(given.get(name, "")) for name in ("state", "before_case"))
    return Wanted(
        number=given.get("number", "").strip()[:40],
        item=given.get("item", "")[:80],
        state=state if state in _STATES else 0,
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        before=before,
        department=given.get("department", "")[:80],
    )


def tab_of(request: HttpRequest, actor: Actor, wanted: Wanted) -> str:
    """Return which list is asked for: a search looks through all; else one's own work first."""
    if wanted._replace(before=0, department="") != Wanted():
        return "all"
    asked = request.GET.get("tab", "")
    own = "city" if actor.role == "clerk" else "mine"
    return asked if asked in (*TURN_TABS, *CASE_TABS) else own


def _page(
    request: HttpRequest, actor: Actor, tab: str, wanted: Wanted
) -> tuple[KeyPage[Entry] | None, Sequence[Entry], str]:
    """Return the page: by key for what waits here; for cases the address of the older ones."""
    if tab in TURN_TABS:
        rows = turn_rows(actor, tab, wanted.department)
        page = key_page(
            asked_page(request, _KEY_LENGTH),
            PAGE_SIZE,
            after=partial(turns_after, rows),
            before=partial(turns_before, rows),
        )
        return page, page.object_list, ""
    found = case_rows(actor, tab, wanted, PAGE_SIZE + 1)
    entries = found[:PAGE_SIZE]
    if len(found) == len(entries):
        return None, entries, ""
    kept = {key: text for key, text in request.GET.items() if key != "before_case"}
    last = entries[-1].case.id
    return None, entries, f"{HERE}?{urlencode({**kept, 'tab': tab, 'before_case': last})}"


def _entries(actor: Actor, tab: str, wanted: Wanted, size: int) -> Sequence[Entry]:
    if tab in TURN_TABS:
        return [entry for _, entry in _turns(actor, tab, wanted, size)]
    return case_rows(actor, tab, wanted, size)


def _turns(actor: Actor, tab: str, wanted: Wanted, size: int) -> Sequence[tuple[object, Entry]]:
    return turns_after(turn_rows(actor, tab, wanted.department), None, size)


def _tabs(actor: Actor, here: str, department: str) -> list[tuple[str, str, bool]]:
    counts = count_turns(actor, department)
    tabs = []
    for tab in (*TURN_TABS, *CASE_TABS):
        if tab == "mine" and actor.role == "clerk":
            continue
        own = actor.department and tab in OF_DEPARTMENT
        text = t(f"government.department.tab.{tab}" if own else f"government.back.tab.{tab}")
        if counts.get(tab):
            number = counts[tab]
            text += f" {number}" if number < MOST_COUNTED else f" {MOST_COUNTED}+"
        href = {"tab": tab} | ({"department": department} if department else {})
        tabs.append((text, f"{HERE}?{urlencode(href)}", tab == here))
    return tabs


def _table(book: PolicyBook, actor: Actor, tab: str, entries: Sequence[Entry]) -> Table:
    people = list_residents({entry.case.person_id for entry in entries})
    names = names_of(entry.turn.assignee for entry in entries if entry.turn)
    columns = [
        Column(t("government.back.column.item"), lead=True, width=30),
        Column(t("government.back.column.number"), "code", width=32),
        Column(t("government.back.column.person")),
        Column(t("government.back.column.state")),
        Column(t("government.back.column.due"), width=26),
        Column(t("government.back.column.holder")),
    ]

    def row(entry: Entry) -> list[Any]:
        case, turn = entry
        person = people.get(case.person_id)
        title = item_words(book, case)
        if turn is not None and turn.part >= 0:
            title += t("government.back.part_mark")
        return [
            Link(title, f"{HERE}/{case.number}"),
            case.number,
            mask_name(person.name) if person else "",
            state_words(case.state),
            due_words(turn.due_on if turn else case.due_on),
            _holder(book, actor, entry, names),
        ]

    return Table(
        caption=t(f"government.back.tab.{tab}"),
        columns=columns,
        rows=[row(entry) for entry in entries],
        empty=t(f"government.back.empty.{tab}"),
        caption_shown=False,
    )


def _holder(book: PolicyBook, actor: Actor, entry: Entry, names: dict[Any, str]) -> str:
    """Say who has it; to whoever works for all departments, in which one."""
    if not entry.case.is_open and entry.turn is None:
        return ""
    words = [holder_words(entry.turn, names)]
    if entry.turn is not None and not actor.department:
        words.insert(0, department_words(book, entry.turn.department))
    return " · ".join(filter(None, words))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if fits else 0
