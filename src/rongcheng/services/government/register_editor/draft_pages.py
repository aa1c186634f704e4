"""One draft of a register (登记草稿页): the comparison, its faults, what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.entries import (
    CheckedEntries,
    Plain,
    body_of,
    check_entries,
    plains_of,
)
from rongcheng.services.government.catalogue_editor.fault_words import fault_lines, fault_words
from rongcheng.services.government.catalogue_editor.importing import messages
from rongcheng.services.government.catalogue_editor.office_pages import (
    MOST_FAULTS,
    lists_answer,
    said,
    sent_files,
)
from rongcheng.services.government.catalogue_editor.showing import BADGES, moments, state_words
from rongcheng.services.government.catalogue_editor.subjects import look_at
from rongcheng.services.government.models import DraftState, ItemDraft
from rongcheng.services.government.register_editor.exporting import lists_of
from rongcheng.services.government.register_editor.fields import (
    follow_the_day,
    groups_of,
    matrix_of,
    written,
)
from rongcheng.services.government.register_editor.imports import import_into
from rongcheng.services.government.register_editor.kinds import BY_SLUG, Register
from rongcheng.services.government.register_editor.pages import crumbs_to
from rongcheng.services.government.register_editor.showing import (
    compared,
    draft_address,
    entry_address,
    title_of,
)
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.export import KINDS
from rongcheng.web.i18n import pick, t

_ACTS = {
    "propose": drafts.propose,
    "take_back": drafts.take_back,
    "confirm": drafts.confirm,
    "drop": drafts.drop,
}
_PAGE = "government/register_draft.html"


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def draft_page(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Show a draft side by side with what is published; propose, confirm, take back, give up.

    `?format=` takes the draft along as a spreadsheet; `act=upload` puts one into it.
    """
    actor, register = signed_in(request), BY_SLUG[slug]
    draft = drafts.get_draft(actor, code, register.kind)
    if request.method != "POST":
        kind = request.GET.get("format", "")
        if kind in KINDS:
            lists = lists_of(register, plains_of(draft.body))
            return lists_answer(lists, kind, f"{slug}-{draft.code}")
        return render(request, _PAGE, _context(actor, register, draft))
    act = request.POST.get("act", "")
    try:
        if act == "upload":
            found = import_into(actor, register, code, sent_files(request), seen_in(request))
            if found:
                faults = list(messages(found[:MOST_FAULTS], reader_lang()))
                context = {**_context(actor, register, draft), "file_faults": faults}
                return render(request, _PAGE, context, status=400)
        elif act in _ACTS:
            _ACTS[act](actor, code, request.POST.get("note", ""))
    except RongchengError as error:
        again = drafts.get_draft(actor, code, register.kind)
        context = {**_context(actor, register, again), "wrong": said(error)}
        return render(request, _PAGE, context, status=status_of(error))
    return HttpResponseRedirect(draft_address(register, draft))


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def edit_page(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Write one entry of a draft (`?entry=`, else the last); faults are kept and marked."""
    actor, register = signed_in(request), BY_SLUG[slug]
    draft = drafts.get_draft(actor, code, register.kind)
    plains = plains_of(draft.body)
    if not plains:
        return HttpResponseRedirect(draft_address(register, draft))
    number = _chosen(plains, request.GET.get("entry", ""))
    wrong, status = "", 200
    if request.method == "POST":
        plains = _written(request, register, plains, number)
        try:
            draft = drafts.save_text(actor, code, body_of(plains), seen_in(request))
        except RongchengError as error:
            wrong, status = said(error), status_of(error)
        else:
            if not _checked(draft).faults:
                return HttpResponseRedirect(draft_address(register, draft))
    context = {
        **_edited(register, draft, plains, number),
        "wrong": wrong,
    }
    return render(request, "government/register_edit.html", context, status=status)


def seen_in(request: HttpRequest) -> int:
    """Return which saving of a draft a form was written on."""
    given = request.POST.get("seen", "")
    # What is no number was not written by our page: nobody saved so often.
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _chosen(plains: list[Plain], code: str) -> int:
    found = [number for number, plain in enumerate(plains) if plain["id"] == code]
    return found[0] if found else len(plains) - 1


def _written(
    request: HttpRequest, register: Register, plains: list[Plain], number: int
) -> list[Plain]:
    form = {key: [str(text) for text in request.POST.getlist(key)] for key in request.POST}
    old = str(plains[number].get("from", ""))
    changed = [*plains]
    changed[number] = written(register, plains[number], form)
    follow_the_day(changed, number, old)
    return changed


def _edited(
    register: Register, draft: ItemDraft, plains: list[Plain], number: int
) -> dict[str, Any]:
    book = current_book(draft.metro)
    plain = plains[number]
    checked = check_entries(draft.kind, body_of(plains), draft.base, book.pack)
    lang = reader_lang()
    told = {
        path: [fault_words(fault, lang) for fault in found]
        for path, found in checked.by_path[number].items()
    }
    return {
        "title": pick(plain.get("title", {})) or plain["id"],
        "lead": t("government.edit.lead"),
        "crumbs": [
            *crumbs_to(register),
            (t("government.office.draft"), draft_address(register, draft)),
            (t("government.edit.title"), ""),
        ],
        "register": register,
        "draft": draft,
        "code": plain["id"],
        "back": draft_address(register, draft),
        "may_write": draft.state == DraftState.WRITING,
        "groups": groups_of(register, plain, book, told),
        "matrix": matrix_of(plain, book, told) if register.has_modes else [],
        "faults": _fault_words(checked),
    }


def _context(actor: Actor, register: Register, draft: ItemDraft) -> dict[str, Any]:
    book = current_book(draft.metro)
    steps = list(draft.steps.all())
    is_open = draft.state in (DraftState.WRITING, DraftState.PROPOSED)
    looked = look_at(draft, book.pack) if is_open else None
    day = looked.day if looked else None
    wrote = actor.id in {step.by for step in steps if step.act != "take_back"}
    plains = plains_of(draft.body)
    return {
        "title": title_of(draft),
        "lead": t("government.register.draft_lead"),
        "crumbs": crumbs_to(register, title_of(draft)),
        "register": register,
        "draft": draft,
        "state": DraftState(draft.state).name.lower(),
        "state_words": state_words(draft),
        "badge": BADGES[DraftState(draft.state)],
        "starts_on": day,
        "only_words": looked is not None and looked.pack is not None and day is None,
        "is_late": day is not None and day <= get_clock().today(),
        "compared": compared(draft, book),
        "faults": _fault_words(_checked(draft)) if is_open else [],
        "editable": [(p["id"], pick(p.get("title", {})) or p["id"]) for p in plains],
        "moments": moments(steps),
        "may_confirm": draft.state == DraftState.PROPOSED and not wrote,
        "waits_for_other": draft.state == DraftState.PROPOSED and wrote,
        "entry_href": entry_address(register, plains[-1]["id"]) if plains else register.base,
        "wrong": "",
        "file_faults": [],
    }


def _checked(draft: ItemDraft) -> CheckedEntries:
    return check_entries(draft.kind, draft.body, draft.base, current_book(draft.metro).pack)


def _fault_words(checked: CheckedEntries) -> list[str]:
    return fault_lines(checked.faults, checked.is_own, reader_lang())
