"""The page of one draft (草稿页), the same for items and for registers.

What each kind of draft has of its own stands in a `DraftPage`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.draft_parts import seen_of
from rongcheng.services.government.catalogue_editor.exporting import Lists
from rongcheng.services.government.catalogue_editor.grids import Sent
from rongcheng.services.government.catalogue_editor.importing import messages
from rongcheng.services.government.catalogue_editor.office_pages import (
    MOST_FAULTS,
    lists_answer,
    said,
    sent_files,
)
from rongcheng.services.government.catalogue_editor.showing import BADGES, moments, state_words
from rongcheng.services.government.catalogue_editor.subjects import look_at
from rongcheng.services.government.catalogue_editor.table_faults import TableFault
from rongcheng.services.government.models import DraftState, ItemDraft
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.export import KINDS

_ACTS = {
    "propose": drafts.propose,
    "take_back": drafts.take_back,
    "confirm": drafts.confirm,
    "drop": drafts.drop,
}
Links = Sequence[tuple[str, str]]
"""Addresses with the words of their links."""


class DraftPage(NamedTuple):
    """What the page of a kind of draft shows and does in its own way.

    `about` gives title, lead, crumbs, tabs, comparison, links to the pages where one writes and to
    what was published; `faults` says what is wrong, while the draft is open.
    """

    kind: str
    address: Callable[[ItemDraft], str]
    about: Callable[[ItemDraft], dict[str, Any]]
    faults: Callable[[ItemDraft], list[str]]
    lists: Callable[[ItemDraft], Lists]
    upload: Callable[[Actor, str, list[Sent], int], Sequence[TableFault]]


def answer_draft(request: HttpRequest, code: str, page: DraftPage) -> HttpResponseBase:
    """Show a draft beside what is published; propose, confirm, take back, give up.

    `?format=` takes the draft along as a spreadsheet; `act=upload` puts one into it.
    """
    actor = signed_in(request)
    draft = drafts.get_draft(actor, code, page.kind)
    if request.method != "POST":
        kind = request.GET.get("format", "")
        if kind in KINDS:
            return lists_answer(page.lists(draft), kind, f"{draft.item}-{draft.code}")
        return _page(request, draft, page)
    act = request.POST.get("act", "")
    try:
        if act == "upload":
            found = page.upload(actor, code, sent_files(request), seen_of(request))
            if found:
                faults = list(messages(found[:MOST_FAULTS], reader_lang()))
                return _page(request, draft, page, 400, file_faults=faults)
        elif act in _ACTS:
            _ACTS[act](actor, code, request.POST.get("note", ""))
    except RongchengError as error:
        again = drafts.get_draft(actor, code, page.kind)
        return _page(request, again, page, status_of(error), wrong=said(error))
    return HttpResponseRedirect(page.address(draft))


def _page(
    request: HttpRequest, draft: ItemDraft, page: DraftPage, status: int = 200, **more: object
) -> HttpResponse:
    context = {**_context(signed_in(request), draft, page), **more}
    return render(request, "government/office_draft.html", context, status=status)


def _context(actor: Actor, draft: ItemDraft, page: DraftPage) -> dict[str, Any]:
    steps = list(draft.steps.all())
    is_open = draft.state in (DraftState.WRITING, DraftState.PROPOSED)
    looked = look_at(draft, current_book(draft.metro).pack) if is_open else None
    day = looked.day if looked else None
    wrote = actor.id in {step.by for step in steps if step.act != "take_back"}
    return {
        "draft": draft,
        "state": DraftState(draft.state).name.lower(),
        "state_words": state_words(draft),
        "badge": BADGES[DraftState(draft.state)],
        "starts_on": day,
        "only_words": looked is not None and looked.pack is not None and day is None,
        "is_late": day is not None and day <= get_clock().today(),
        "faults": page.faults(draft) if is_open else [],
        "moments": moments(steps),
        "may_confirm": draft.state == DraftState.PROPOSED and not wrote,
        "waits_for_other": draft.state == DraftState.PROPOSED and wrote,
        "wrong": "",
        "file_faults": [],
        **page.about(draft),
    }
