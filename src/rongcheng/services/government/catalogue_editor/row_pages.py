"""The lists of a draft (草稿的清单): rows in their order, each on a page of its own.

Whoever saves late is told, sees what stands there now beside what she wrote, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.kernel.errors import RongchengError
from rongcheng.services.government.catalogue.differences import (
    Difference,
    compare_plain,
    difference_table,
    known_names,
)
from rongcheng.services.government.catalogue.errors import DraftMoved
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.draft_parts import (
    Opened,
    list_named,
    open_draft,
    seen_of,
    tabs_of,
)
from rongcheng.services.government.catalogue_editor.office_pages import crumbs_to, said
from rongcheng.services.government.catalogue_editor.row_fields import (
    Typed,
    as_typed,
    may_hang,
    questions_before,
    typed_row,
    view_row,
)
from rongcheng.services.government.catalogue_editor.row_lists import (
    FORM,
    RowList,
    digest_of,
    place_of,
    rows_in,
    with_moved,
    with_row,
    without_row,
)
from rongcheng.services.government.catalogue_editor.row_views import (
    blank_row,
    list_faults,
    other_faults,
    row_lines,
    row_title,
)
from rongcheng.services.government.catalogue_editor.showing import title_of
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import t

Plain = dict[str, Any]
NEW = "new"
SEE_OTHER, WRONG, OK = 303, 400, 200
_MOVES = {"up": -1, "down": 1}
_MORE_LINES = 5
_PLACE_DIGITS = 4


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def list_page(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Show one list of a draft in its order; POST moves a row up or down."""
    actor, of = signed_in(request), list_named(name)
    opened = open_draft(actor, code)
    wrong, status = "", OK
    if request.method == "POST":
        try:
            at = _move(actor, opened, of, request)
            return HttpResponseRedirect(f"{_list(opened, of)}#row-{at}", status=SEE_OTHER)
        except RongchengError as error:
            wrong, status = said(error), status_of(error)
            opened = open_draft(actor, code)
    context = {
        "title": t(f"government.row.title.{of.name}"),
        "lead": t(f"government.row.lead.{of.name}"),
        "crumbs": _crumbs(opened, t(f"government.row.title.{of.name}")),
        "tabs": tabs_of(opened.draft, of.name),
        "draft": opened.draft,
        "may_write": opened.may_write,
        "here": _list(opened, of),
        "rows": row_lines(opened, of),
        "add": t(f"government.row.add.{of.name}"),
        "none": t(f"government.row.none.{of.name}"),
        "faults": list_faults(opened, of),
        "elsewhere": other_faults(opened, of),
        "done": request.GET.get("done") in ("saved", "removed"),
        "wrong": wrong,
    }
    return render(request, "government/office_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def row_page(request: HttpRequest, code: str, name: str, place: str) -> HttpResponseBase:
    """Write one row of a list, or a new one; what has a fault is kept and marked."""
    actor, of = signed_in(request), list_named(name)
    opened = open_draft(actor, code)
    at = _place(place, opened, of, is_late=request.method == "POST")
    if request.method != "POST":
        rows = opened.rows(of)
        typed = as_typed(rows[at] if at < len(rows) else blank_row(of))
        return _row(request, opened, of, at, typed)
    form = {key: [str(text) for text in request.POST.getlist(key)] for key in request.POST}
    typed = typed_row(of, _before(request, opened, of, at), form)
    act = request.POST.get("act", "")
    if act == "more":
        return _row(request, opened, of, at, typed, more=_MORE_LINES)
    if typed.is_torn and act != "remove":
        return _row(request, opened, of, at, typed, torn=True)
    try:
        return _kept(request, opened, of, at, typed)
    except RongchengError as error:
        now = open_draft(actor, code)
        at = place_of(now.rows(of), of, request.POST.get("was", ""))
        return _row(request, now, of, at, typed, refused=error)


def _move(actor: Actor, opened: Opened, of: RowList, request: HttpRequest) -> int:
    """Move one row and return its place; moved already is as good as moved."""
    word, _, rest = request.POST.get("act", "").partition("-")
    given, _, then = rest.partition("-")
    rows = opened.rows(of)
    if word not in _MOVES or not of.is_ordered or not _is_place(given):
        raise Http404
    there = max(int(given) + _MOVES[word], 0)
    if digest_of(opened.body, opened.number, of) == then:
        return there
    if int(given) >= len(rows):
        raise DraftMoved
    changed = with_moved(opened.body, opened.number, of, int(given), _MOVES[word])
    drafts.save(actor, opened.draft.code, changed, seen_of(request))
    return there


def _kept(
    request: HttpRequest, opened: Opened, of: RowList, at: int, typed: Typed
) -> HttpResponseBase:
    """Save a row or take it out, once, and lead on: to its faults, else to the list."""
    actor, post, rows = signed_in(request), request.POST, opened.rows(of)
    seen, body, number = seen_of(request), opened.body, opened.number
    is_removal = post.get("act") == "remove"
    if seen != opened.draft.seen:
        # The answer to the same wish may have been lost; what it wanted is there then.
        then = digest_of(body, number, of) == post.get("then")
        if then if is_removal else typed.row in rows:
            return _to_list(opened, of, "removed" if is_removal else "saved")
    if is_removal:
        changed = without_row(body, number, of, at) if at < len(rows) else body
    else:
        changed = with_row(body, number, of, at, typed.row)
    drafts.save(actor, opened.draft.code, changed, seen)
    if is_removal:
        return _to_list(opened, of, "removed")
    now = open_draft(actor, opened.draft.code)
    if now.told(of, at):
        href = f"{_list(now, of)}/{at + 1}?done=saved"
        return HttpResponseRedirect(href, status=SEE_OTHER)
    return _to_list(now, of, "saved", at)


def _row(
    request: HttpRequest,
    opened: Opened,
    of: RowList,
    at: int,
    typed: Typed,
    *,
    more: int = 0,
    torn: bool = False,
    refused: RongchengError | None = None,
) -> HttpResponseBase:
    rows = opened.rows(of)
    is_new = at >= len(rows)
    kept = {} if is_new else rows[at]
    told: Mapping[Any, list[str]] = opened.told(of, at) if typed.row == kept else {}
    if torn:
        told = {**told, ("when",): [t("government.row.torn")]}
    asked = questions_before(opened.rows(FORM), of, at)
    name = t("government.row.new") if is_new else row_title(opened, of, kept, at)
    others = _beside(opened, of, kept, typed.row) if refused and kept else []
    context = {
        "title": name,
        "lead": t("government.edit.lead"),
        "crumbs": _crumbs(opened, (t(f"government.row.title.{of.name}"), _list(opened, of)), name),
        "tabs": tabs_of(opened.draft, of.name),
        "draft": opened.draft,
        "may_write": opened.may_write,
        "here": f"{_list(opened, of)}/{NEW if is_new else at + 1}",
        "back": _list(opened, of),
        "was": of.key(kept),
        "then": "" if is_new else digest_of(_less(opened, of, at), opened.number, of),
        "is_new": is_new,
        "is_question": of is FORM,
        "may_hang": may_hang(of),
        "row": view_row(of, typed, opened.book, asked, told, more=more),
        "count": sum(map(len, told.values())),
        "saved": request.GET.get("done") == "saved" and request.method != "POST",
        "wrong": said(refused) if refused else "",
        "others": difference_table(others) if others else None,
    }
    status = status_of(refused) if refused else WRONG if torn else OK
    return render(request, "government/office_row.html", context, status=status)


def _beside(opened: Opened, of: RowList, kept: Plain, row: Plain) -> list[Difference]:
    now, mine = {of.name: [kept]}, {of.name: [row]}
    return compare_plain(now, mine, known_names(opened.book))


def _before(request: HttpRequest, opened: Opened, of: RowList, at: int) -> Plain:
    """Return what stood in the row that the page showed, also where it moved meanwhile."""
    rows = opened.rows(of)
    if seen_of(request) != opened.draft.seen:
        at = place_of(rows, of, request.POST.get("was", ""))
    return rows[at] if at < len(rows) else {}


def _less(opened: Opened, of: RowList, at: int) -> Plain:
    return without_row(opened.body, opened.number, of, at)


def _to_list(opened: Opened, of: RowList, done: str, at: int = -1) -> HttpResponseRedirect:
    mark = f"#row-{at}" if at >= 0 else ""
    return HttpResponseRedirect(f"{_list(opened, of)}?done={done}{mark}", status=SEE_OTHER)


def _list(opened: Opened, of: RowList) -> str:
    return f"{opened.address}/lists/{of.name}"


def _place(given: str, opened: Opened, of: RowList, *, is_late: bool) -> int:
    """Return a row's place from its number in the address, counted from 1; the end for a new one.

    Who writes may come late: her row may be gone, and is then the end of the list.
    """
    last = len(rows_in(opened.body, opened.number, of))
    if given == NEW:
        return last
    if not _is_place(given) or not int(given) or (int(given) > last and not is_late):
        raise Http404
    return min(int(given) - 1, last)


def _is_place(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < _PLACE_DIGITS


def _crumbs(opened: Opened, *further: str | tuple[str, str]) -> list[tuple[str, str]]:
    trail = [*crumbs_to(), (title_of(opened.draft), opened.address)]
    return [*trail, *((one, "") if isinstance(one, str) else one for one in further)]
