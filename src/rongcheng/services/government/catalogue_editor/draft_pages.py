"""One draft (草稿页): beside what is published, its faults, its fields, what is done with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from rongcheng.services.government.catalogue_editor.checking import Checked, check_body
from rongcheng.services.government.catalogue_editor.draft_parts import seen_of, tabs_of
from rongcheng.services.government.catalogue_editor.draft_views import DraftPage, answer_draft
from rongcheng.services.government.catalogue_editor.exporting import lists_of_plain
from rongcheng.services.government.catalogue_editor.fields import groups_of, written
from rongcheng.services.government.catalogue_editor.grids import Sent
from rongcheng.services.government.catalogue_editor.imports import import_into
from rongcheng.services.government.catalogue_editor.office_pages import (
    crumbs_to,
    said,
)
from rongcheng.services.government.catalogue_editor.showing import (
    compared,
    draft_address,
    editable_version,
    title_of,
)
from rongcheng.services.government.catalogue_editor.table_faults import TableFault
from rongcheng.services.government.models import DraftKind, DraftState, ItemDraft
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import t


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def draft_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a draft of an item beside what is published, and take the next step with it."""
    return answer_draft(request, code, _PAGE)


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
        "back": draft_address(draft),
        "tabs": tabs_of(draft, "fields"),
        "may_write": draft.state == DraftState.WRITING,
        "starts_on": body["versions"][number]["from"],
        "groups": groups_of(body, number, told, book),
        "faults": checked.lines(reader_lang()),
        "wrong": wrong,
    }
    return render(request, "government/office_edit.html", context, status=status)


def _about(draft: ItemDraft) -> dict[str, Any]:
    body = json.loads(draft.body)
    base = json.loads(draft.base) if draft.base else {}
    public = f"/items/{draft.item}?metro={draft.metro}"
    return {
        "title": title_of(draft),
        "lead": t("government.office.draft_lead" if base else "government.office.draft_new"),
        "crumbs": crumbs_to(title_of(draft)),
        "tabs": tabs_of(draft, "compare"),
        "compared": compared(body, base, current_book(draft.metro)),
        "edits": [(f"{draft_address(draft)}/edit", t("government.office.edit"))],
        "public": (public, t("government.office.see_public")),
        "no_day": t("government.office.no_start"),
    }


def _upload(actor: Actor, code: str, files: list[Sent], seen: int) -> Sequence[TableFault]:
    return import_into(actor, code, files, seen).faults


def _checked(draft: ItemDraft) -> Checked:
    return check_body(draft.item, draft.body, current_book(draft.metro).pack)


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


_PAGE = DraftPage(
    kind=DraftKind.ITEM,
    address=draft_address,
    about=_about,
    faults=lambda draft: _checked(draft).lines(reader_lang()),
    lists=lambda draft: lists_of_plain([json.loads(draft.body)]),
    upload=_upload,
)
