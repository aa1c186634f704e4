"""The office's list of items (事项管理): what runs, what is being changed, files in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.exporting import Lists, lists_of
from rongcheng.services.government.catalogue_editor.grids import Sent, csv_zip_of, xlsx_of
from rongcheng.services.government.catalogue_editor.importing import messages
from rongcheng.services.government.catalogue_editor.imports import import_items
from rongcheng.services.government.catalogue_editor.showing import (
    BASE,
    catalogue_tabs,
    draft_address,
    draft_table,
    item_table,
)
from rongcheng.services.government.catalogue_editor.table_faults import TableFault
from rongcheng.services.government.models import DraftKind, DraftState
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.export import attachment
from rongcheng.web.i18n import pick, t

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CLOSED_SHOWN = 20
NEXT_MONTH = timedelta(days=31)
MOST_FAULTS = 100


def said(error: RongchengError) -> str:
    """Return an error's sentence in the reader's language."""
    return error.message(reader_lang())


def sent_files(request: HttpRequest) -> list[Sent]:
    """Return the files of a form with their bytes."""
    files = request.FILES.getlist("file")
    return [Sent(str(f.name), f.read()) for f in files if isinstance(f, UploadedFile)]


def lists_answer(lists: Lists, kind: str, name: str) -> HttpResponseBase:
    """Answer with lists as a workbook, or as CSV files in a zip."""
    is_csv = kind == "csv"
    return HttpResponse(
        csv_zip_of(lists) if is_csv else xlsx_of(lists),
        content_type="application/zip" if is_csv else _XLSX,
        headers={"Content-Disposition": attachment(name, "zip" if is_csv else "xlsx")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def office_items(request: HttpRequest) -> HttpResponseBase:
    """List the metro's items and drafts; begin a change of one, or a new one."""
    actor = signed_in(request)
    if request.method != "POST":
        return render(request, "government/office_items.html", _context(actor))
    posted = request.POST
    try:
        day = parse_date(posted.get("from", ""), "from")
        token = posted.get("token", "")
        if posted.get("act") == "new":
            code = posted.get("id", "").strip()
            made = drafts.begin_new(actor, code, posted.get("like", ""), day, token)
        else:
            made = drafts.begin(actor, posted.get("item", ""), day, token)
    except RongchengError as error:
        context = {**_context(actor), "wrong": said(error)}
        return render(request, "government/office_items.html", context, status=status_of(error))
    return HttpResponseRedirect(f"{draft_address(made)}/edit")


@require_POST
@actor_required("office")
def office_import(request: HttpRequest) -> HttpResponseBase:
    """Take a spreadsheet: drafts for what it changes, or all its faults and nothing kept."""
    actor = signed_in(request)
    try:
        taken = import_items(actor, sent_files(request))
    except RongchengError as error:
        context = {**_context(actor), "wrong": said(error)}
        return render(request, "government/office_items.html", context, status=status_of(error))
    context = {
        "title": t("government.office.imported"),
        "crumbs": crumbs_to(t("government.office.imported")),
        "drafts": draft_table(taken.drafts, t("government.office.drafts")),
        "changed": len(taken.drafts),
        "unchanged": taken.unchanged,
        "back": (BASE, t("government.office.back")),
    }
    return answer_import(request, taken.faults, "government.office.import_bad", context)


def answer_import(
    request: HttpRequest, faults: Sequence[TableFault], refused: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer a file with what became of it, or with all its faults; `refused` is a message."""
    told = {
        "count": len(faults),
        "refused": t(refused, None, count=len(faults)),
        "faults": list(messages(faults[:MOST_FAULTS], reader_lang())),
    }
    status = 400 if faults else 200
    return render(request, "government/office_imported.html", {**context, **told}, status=status)


@require_safe
@actor_required("office")
def office_export(request: HttpRequest) -> HttpResponseBase:
    """Give all items that run, whole: as an xlsx, or as CSV files in a zip (`?format=csv`)."""
    book = current_book(signed_in(request).metro)
    lists = lists_of(book.government.items())
    return lists_answer(lists, request.GET.get("format", ""), f"items-{book.metro}")


def crumbs_to(*further: str) -> list[tuple[str, str]]:
    """Return the way to a page below the office's list of items."""
    trail = [(t("government.office.office"), "/office"), (t("government.office.title"), BASE)]
    return [*trail, *((text, "") for text in further)]


def _context(actor: Actor) -> dict[str, Any]:
    book: PolicyBook = current_book(actor.metro)
    today = get_clock().today()
    visible = drafts.visible_drafts(actor, DraftKind.ITEM)
    closed = visible.exclude(state__in=OPEN).exclude(state=DraftState.DROPPED)
    return {
        "title": t("government.office.title"),
        "lead": t("government.office.lead"),
        "crumbs": [*crumbs_to()[:-1], (t("government.office.title"), "")],
        "tabs": catalogue_tabs("items"),
        "label": t("government.office.title"),
        "items": item_table(book, visible.filter(state__in=OPEN), today),
        "published": draft_table(list(closed[:_CLOSED_SHOWN]), t("government.office.published")),
        "choices": [(item.id, pick(item.title)) for item in book.government.items()],
        "titles": [(found.id, pick(found.title)) for found in book.government.titles()],
        "starts_on": (today + NEXT_MONTH).replace(day=1),
        "token": new_id(),
        "new_token": new_id(),
        "wrong": "",
    }
