"""A register's list and its entries (登记页面): what holds, what is announced, what has ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.changes.registers import entries_of
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.reading import asked_day
from rongcheng.services.government.catalogue_editor.drafts import visible_drafts
from rongcheng.services.government.catalogue_editor.entries import ids_of, plain_entry
from rongcheng.services.government.catalogue_editor.office_pages import (
    NEXT_MONTH,
    answer_import,
    lists_answer,
    said,
    sent_files,
)
from rongcheng.services.government.catalogue_editor.showing import catalogue_tabs
from rongcheng.services.government.models import DraftKind, DraftState, ItemDraft
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.services.government.register_editor import acts, showing
from rongcheng.services.government.register_editor.exporting import lists_of
from rongcheng.services.government.register_editor.imports import import_entries
from rongcheng.services.government.register_editor.kinds import BY_SLUG, Register
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import pick, t

_CLOSED_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def register_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List a register as of `?on=`; begin a new entry."""
    actor, register = signed_in(request), BY_SLUG[slug]
    if request.method != "POST":
        return render(request, "government/register_list.html", _list(request, actor, register))
    posted = request.POST
    try:
        day = parse_date(posted.get("from", ""), "from")
        new = acts.NewEntry(posted.get("id", "").strip(), posted.get("like", ""), day)
        made = acts.begin_new(actor, register, new, posted.get("token", ""))
    except RongchengError as error:
        context = {**_list(request, actor, register), "wrong": said(error)}
        return render(request, "government/register_list.html", context, status=status_of(error))
    return HttpResponseRedirect(f"{showing.draft_address(register, made)}/edit")


@require_POST
@actor_required("office")
def register_import(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take a spreadsheet: one draft of all that it changes, or all its faults and nothing kept."""
    actor, register = signed_in(request), BY_SLUG[slug]
    try:
        taken = import_entries(actor, register, sent_files(request))
    except RongchengError as error:
        context = {**_list(request, actor, register), "wrong": said(error)}
        return render(request, "government/register_list.html", context, status=status_of(error))
    if taken.draft is not None:
        return HttpResponseRedirect(showing.draft_address(register, taken.draft))
    context = {
        "title": t("government.office.imported"),
        "crumbs": crumbs_to(register, t("government.office.imported")),
        "back": (register.base, register.words("title")),
    }
    return answer_import(request, taken.faults, "government.register.import_bad", context)


@require_safe
@actor_required("office")
def register_export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give a register whole: as an xlsx, or as CSV files in a zip (`?format=csv`)."""
    book, register = current_book(signed_in(request).metro), BY_SLUG[slug]
    plains = [plain_entry(register.kind, e) for e in entries_of(book.pack, register.kind)]
    lists = lists_of(register, plains)
    return lists_answer(lists, request.GET.get("format", ""), f"{slug}-{book.metro}")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def register_entry(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Show one entry; begin to change it from a day on, to correct it, to end or recall it."""
    actor, register = signed_in(request), BY_SLUG[slug]
    if request.method != "POST":
        return render(request, "government/register_entry.html", _entry(actor, register, code))
    try:
        made = _begun(request, actor, register, code)
    except RongchengError as error:
        context = {**_entry(actor, register, code), "wrong": said(error)}
        return render(request, "government/register_entry.html", context, status=status_of(error))
    is_written = request.POST.get("act", "") in ("change", "correct")
    ending = "/edit" if is_written else ""
    return HttpResponseRedirect(f"{showing.draft_address(register, made)}{ending}")


def crumbs_to(register: Register, *further: str) -> list[tuple[str, str]]:
    """Return the way to a page below a register's list."""
    trail = [
        (t("government.office.office"), "/office"),
        (t("government.office.title"), "/office/items"),
        (register.words("title"), register.base),
    ]
    return [*trail, *((text, "") for text in further)]


def _begun(request: HttpRequest, actor: Actor, register: Register, code: str) -> ItemDraft:
    posted = request.POST
    act, token = posted.get("act", ""), posted.get("token", "")
    if act == "correct":
        return acts.begin_correction(actor, register, code, token)
    if act == "withdraw":
        return acts.begin_withdrawal(actor, register, code, token)
    day = parse_date(posted.get("day", ""), "day")
    if act == "end":
        return acts.begin_end(actor, register, code, day, token)
    if act == "recall" and register.kind == DraftKind.POWER:
        words = ("document", "number", "reason_zh", "reason_en")
        why = acts.Recalling(day, *(posted.get(name, "").strip() for name in words))
        return acts.begin_recall(actor, register, code, why, token)
    return acts.begin_change(actor, register, code, day, token)


def _list(request: HttpRequest, actor: Actor, register: Register) -> dict[str, Any]:
    book, today = current_book(actor.metro), get_clock().today()
    on = asked_day(request)
    drafts = visible_drafts(actor, register.kind)
    closed = drafts.exclude(state__in=OPEN).exclude(state=DraftState.DROPPED)
    entries = entries_of(book.pack, register.kind)
    opened = list(drafts.filter(state__in=OPEN))
    return {
        "title": register.words("title"),
        "lead": register.words("lead"),
        "crumbs": [*crumbs_to(register)[:-1], (register.words("title"), "")],
        "tabs": catalogue_tabs(register.slug),
        "label": t("government.office.title"),
        "register": register,
        "new_title": register.words("new"),
        "on": on,
        "shelves": showing.shelves(register, book, opened, on),
        "opened": showing.draft_table(register, opened, t("government.register.opened")),
        "published": showing.draft_table(
            register, list(closed[:_CLOSED_SHOWN]), t("government.office.published")
        ),
        "choices": [(entry.id, f"{pick(entry.title)} ({entry.id})") for entry in entries],
        "starts_on": (today + NEXT_MONTH).replace(day=1),
        "token": new_id(),
        "wrong": "",
    }


def _entry(actor: Actor, register: Register, code: str) -> dict[str, Any]:
    book, today = current_book(actor.metro), get_clock().today()
    entry = acts.get_entry(book.pack, register, code)
    opened = visible_drafts(actor, register.kind).filter(state__in=OPEN)
    drafts = [draft for draft in opened if code in ids_of(draft.body, draft.base)]
    word = showing.standing_of(entry, today)
    return {
        "title": pick(entry.title),
        "crumbs": crumbs_to(register, pick(entry.title)),
        "register": register,
        "standing": word,
        "standing_words": t(f"government.catalogue.standing.{word}"),
        "badge": {"holds": "good", "later": "secondary", "ended": "bad"}[word],
        "entry": entry,
        "facts": showing.entry_facts(book, plain_entry(register.kind, entry)),
        "draft": drafts[0] if drafts else None,
        "draft_href": showing.draft_address(register, drafts[0]) if drafts else "",
        "change_lead": register.words("change_lead"),
        "end_lead": register.words("end_lead"),
        "has_recall": register.kind == DraftKind.POWER,
        "starts_on": (today + NEXT_MONTH).replace(day=1),
        "today": today,
        "tokens": {name: new_id() for name in ("change", "correct", "end", "recall", "withdraw")},
        "wrong": "",
    }
