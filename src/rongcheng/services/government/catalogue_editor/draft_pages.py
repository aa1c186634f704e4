"""One draft (草稿页): beside what is published, its faults, its fields, what is done with it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.changes.items import first_changed_day
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.checking import Checked, check_body
from rongcheng.services.government.catalogue_editor.draft_parts import seen_of, tabs_of
from rongcheng.services.government.catalogue_editor.exporting import lists_of_plain
from rongcheng.services.government.catalogue_editor.fields import groups_of, written
from rongcheng.services.government.catalogue_editor.importing import messages
from rongcheng.services.government.catalogue_editor.imports import import_into
from rongcheng.services.government.catalogue_editor.office_pages import (
    MOST_FAULTS,
    crumbs_to,
    lists_answer,
    said,
    sent_files,
)
from rongcheng.services.government.catalogue_editor.showing import (
    BADGES,
    compared,
    draft_address,
    editable_version,
    moments,
    state_words,
    title_of,
)
from rongcheng.services.government.catalogue_editor.subjects import item_in
from rongcheng.services.government.models import DraftState, ItemDraft
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.export import KINDS
from rongcheng.web.i18n import t

_ACTS = {
    "propose": drafts.propose,
    "take_back": drafts.take_back,
    "confirm": drafts.confirm,
    "drop": drafts.drop,
}


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def draft_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a draft side by side with what is published; propose, confirm, take back, give up.

    `?format=` takes the draft along as a spreadsheet; `act=upload` puts one into it.
    """
    actor = signed_in(request)
    draft = drafts.get_draft(actor, code)
    if request.method != "POST":
        kind = request.GET.get("format", "")
        if kind in KINDS:
            lists = lists_of_plain([json.loads(draft.body)])
            return lists_answer(lists, kind, f"{draft.item}-{draft.code}")
        return render(request, "government/office_draft.html", _context(actor, draft))
    act = request.POST.get("act", "")
    try:
        if act == "upload":
            taken = import_into(actor, code, sent_files(request), seen_of(request))
            faults = list(messages(taken.faults[:MOST_FAULTS], reader_lang()))
            if faults:
                context = {**_context(actor, draft), "file_faults": faults}
                return render(request, "government/office_draft.html", context, status=400)
        elif act in _ACTS:
            _ACTS[act](actor, code, request.POST.get("note", ""))
    except RongchengError as error:
        context = {**_context(actor, drafts.get_draft(actor, code)), "wrong": said(error)}
        return render(request, "government/office_draft.html", context, status=status_of(error))
    return HttpResponseRedirect(draft_address(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def edit_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Write the common fields of a draft; what has a fault is kept and marked."""
    actor = signed_in(request)
    draft = drafts.get_draft(actor, code)
    body: dict[str, Any] = json.loads(draft.body)
    number = editable_version(body, get_clock().today())
    wrong, status = "", 200
    if request.method == "POST":
        form = {key: [str(text) for text in request.POST.getlist(key)] for key in request.POST}
        changed = written(body, number, form)
        try:
            draft = drafts.save(actor, code, changed, seen_of(request))
        except RongchengError as error:
            wrong, status, body = said(error), status_of(error), changed
        else:
            if not _checked(draft).faults:
                return HttpResponseRedirect(draft_address(draft))
            body = json.loads(draft.body)
    book = current_book(draft.metro)
    checked = check_body(draft.item, _text(body), book.pack)
    told = checked.told(reader_lang())
    context = {
        "title": title_of(draft),
        "lead": t("government.edit.lead"),
        "crumbs": [
            *crumbs_to(),
            (t("government.office.draft"), draft_address(draft)),
            (t("government.edit.title"), ""),
        ],
        "draft": draft,
        "tabs": tabs_of(draft, "fields"),
        "may_write": draft.state == DraftState.WRITING,
        "starts_on": body["versions"][number]["from"],
        "groups": groups_of(body, number, told, book),
        "faults": _fault_words(checked),
        "wrong": wrong,
    }
    return render(request, "government/office_edit.html", context, status=status)


def _context(actor: Actor, draft: ItemDraft) -> dict[str, Any]:
    body = json.loads(draft.body)
    base = json.loads(draft.base) if draft.base else {}
    steps = list(draft.steps.all())
    checked = _checked(draft)
    held = item_in(current_book(draft.metro).pack, draft.item)
    is_open = draft.state in (DraftState.WRITING, DraftState.PROPOSED)
    day = first_changed_day(held, checked.item) if is_open and not checked.faults else None
    wrote = actor.id in {step.by for step in steps if step.act != "take_back"}
    return {
        "title": title_of(draft),
        "lead": t("government.office.draft_lead" if base else "government.office.draft_new"),
        "crumbs": crumbs_to(title_of(draft)),
        "draft": draft,
        "tabs": tabs_of(draft, "compare"),
        "state": DraftState(draft.state).name.lower(),
        "state_words": state_words(draft),
        "badge": BADGES[DraftState(draft.state)],
        "starts_on": day,
        "is_late": day is not None and day <= get_clock().today(),
        "compared": compared(body, base, current_book(draft.metro)),
        "faults": _fault_words(checked) if is_open else [],
        "moments": moments(steps),
        "may_confirm": draft.state == DraftState.PROPOSED and not wrote,
        "waits_for_other": draft.state == DraftState.PROPOSED and wrote,
        "wrong": "",
        "file_faults": [],
    }


def _checked(draft: ItemDraft) -> Checked:
    return check_body(draft.item, draft.body, current_book(draft.metro).pack)


def _fault_words(checked: Checked) -> list[str]:
    return checked.lines(reader_lang())


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
