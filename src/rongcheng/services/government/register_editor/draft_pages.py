"""One draft of a register (登记草稿页): the comparison, its faults, what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.draft_parts import seen_of
from rongcheng.services.government.catalogue_editor.draft_views import DraftPage, answer_draft
from rongcheng.services.government.catalogue_editor.entries import (
    CheckedEntries,
    Plain,
    body_of,
    check_entries,
    plains_of,
)
from rongcheng.services.government.catalogue_editor.fault_words import fault_words
from rongcheng.services.government.catalogue_editor.office_pages import (
    said,
)
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
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import pick, t


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def draft_page(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Show a draft of a register beside what is published, and take the next step with it."""
    register = BY_SLUG[slug]
    page = DraftPage(
        kind=register.kind,
        address=partial(draft_address, register),
        about=partial(_about, register),
        faults=lambda draft: _checked(draft).lines(reader_lang()),
        lists=lambda draft: lists_of(register, plains_of(draft.body)),
        upload=lambda actor, code, files, seen: import_into(actor, register, code, files, seen),
    )
    return answer_draft(request, code, page)


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
            draft = drafts.save_text(actor, code, body_of(plains), seen_of(request))
        except RongchengError as error:
            wrong, status = said(error), status_of(error)
        else:
            if not _checked(draft).faults:
                return HttpResponseRedirect(draft_address(register, draft))
    context = {
        **_edited(register, draft, plains, number),
        "wrong": wrong,
    }
    return render(request, "government/office_edit.html", context, status=status)


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
        "faults": checked.lines(reader_lang()),
    }


def _about(register: Register, draft: ItemDraft) -> dict[str, Any]:
    plains = plains_of(draft.body)
    entry = entry_address(register, plains[-1]["id"]) if plains else register.base
    return {
        "title": title_of(draft),
        "lead": t("government.office.draft_lead"),
        "crumbs": crumbs_to(register, title_of(draft)),
        "compared": compared(draft, current_book(draft.metro)),
        "edits": _edits(register, draft, plains),
        "public": (entry, t("government.register.see_entry")),
        "no_day": t("government.register.only_words"),
    }


def _edits(register: Register, draft: ItemDraft, plains: Sequence[Plain]) -> list[tuple[str, str]]:
    """Return where each entry of a draft is written; what is withdrawn is written nowhere."""
    base, is_one = f"{draft_address(register, draft)}/edit?entry=", len(plains) == 1
    return [
        (
            f"{base}{plain['id']}",
            t(
                "government.office.edit" if is_one else "government.register.edit_one",
                id=plain["id"],
            ),
        )
        for plain in plains
    ]


def _checked(draft: ItemDraft) -> CheckedEntries:
    return check_entries(draft.kind, draft.body, draft.base, current_book(draft.metro).pack)
