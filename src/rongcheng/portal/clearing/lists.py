"""Statements of clearing (清算对账单): the entries of a pair, a pool or an institution in a window.

Each is read on the page, taken along as a file, or printed whole; files and prints are streamed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from rongcheng.foundation.ledger.public import (
    Pair,
    Place,
    Statement,
    institution_statement,
    list_institution_dues,
    pair_statement,
    pool_statement,
)
from rongcheng.portal.clearing.looks import record_entries_look, recorded_rows
from rongcheng.portal.clearing.scope import STAFF, Scope, scope_of
from rongcheng.portal.clearing.statement_table import statement_table
from rongcheng.portal.clearing.tables import institutions_table
from rongcheng.portal.clearing.words import crumbs, fund_word, pool_word, window_word
from rongcheng.web.actor import actor_required
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.paging import asked_page, key_page
from rongcheng.web.table_html import draw_paper_row
from rongcheng.web.tables import Table

ROWS = 25
_CUT = "<!--rows-->"


@require_safe
@actor_required(*STAFF)
def pair_list(
    request: HttpRequest, seq: int, payer: str, payee: str, fund: str
) -> HttpResponseBase:
    """List what one pool owes another from one fund in a window."""
    scope = scope_of(request)
    pair = Pair(payer, payee, "" if fund == "-" else fund)
    scope.require_pair(pair)
    names = (pool_word(scope.book, payer), pool_word(scope.book, payee))
    title = t("portal.clearing.pair_title", None, payer=names[0], payee=names[1])
    lead = fund_word(pair.fund)
    return _answer(request, scope, pair_statement(scope.metro, seq, pair), (title, lead))


@require_safe
@actor_required(*STAFF)
def pool_list(request: HttpRequest, seq: int, pool: str) -> HttpResponseBase:
    """List all that a pool owes and is owed in a window."""
    scope = scope_of(request)
    scope.require((pool,))
    title = t("portal.clearing.pool_title", None, pool=pool_word(scope.book, pool))
    lead = t("portal.clearing.pool_lead")
    return _answer(request, scope, pool_statement(scope.metro, seq, pool), (title, lead))


@require_safe
@actor_required(*STAFF)
def institution_list(request: HttpRequest, seq: int, code: str) -> HttpResponseBase:
    """List what an institution of the reader's pool is due in a window."""
    scope = scope_of(request)
    place = next((p for p in scope.institutions() if p.code == code), None)
    scope.require((place.pool,) if place else ())
    assert place is not None
    title = pick({"zh": place.title_zh, "en": place.title_en})
    lead = t("portal.clearing.institution_lead")
    return _answer(request, scope, institution_statement(scope.metro, seq, code), (title, lead))


@require_safe
@actor_required("fund")
def institutions(request: HttpRequest, seq: int) -> HttpResponseBase:
    """List what the institutions of the reader's pool are due in a window, and pay them."""
    scope = scope_of(request)
    status = scope.window(seq)
    names = {p.code: pick({"zh": p.title_zh, "en": p.title_en}) for p in scope.institutions()}
    dues = [due for due in list_institution_dues(scope.metro, seq) if due.code in names]
    kind = export_kind(request)
    table = institutions_table(seq, dues, names)
    if kind:
        return export_response(table, kind, f"{window_word(seq)}-{table.caption}")
    page = Paginator(dues, ROWS).get_page(request.GET.get("page"))
    unpaid = [due for due in dues if due.due_fen > 0 and not due.paid_fen]
    context = {
        "title": table.caption,
        "lead": t("portal.clearing.institutions_lead", None, pool=pool_word(scope.book, scope.own)),
        "crumbs": crumbs(seq, table.caption),
        "seq": seq,
        "table": institutions_table(seq, list(page.object_list), names),
        "page": page,
        "is_netted": status.state in ("netted", "paid"),
        "unpaid": [(due.code, names[due.code]) for due in unpaid],
        "unpaid_fen": sum(due.due_fen for due in unpaid),
    }
    return render(request, "portal/clearing_institutions.html", context)


def _answer(
    request: HttpRequest, scope: Scope, statement: Statement, words: tuple[str, str]
) -> HttpResponseBase:
    """Answer with a statement: a page of it, a file, or all of it to print."""
    title, lead = words
    seq = statement.seq
    name = f"{window_word(seq)}-{title}-{lead}"
    kind = export_kind(request)
    whole_rows = recorded_rows(statement.rows(), scope.actor, request_id=request_id_of(request))
    if kind:
        table = statement_table(scope.book, title, whole_rows, linked=False)
        return export_response(table, kind, name)
    count, total = statement.figures()
    shown = key_page(
        asked_page(request, len(Place._fields)),
        ROWS,
        after=lambda key, limit: statement.after(Place(*key) if key else None, limit),
        before=lambda key, limit: statement.before(Place(*key), limit),
        total=-(-count // ROWS),
    )
    page_rows = shown.object_list
    is_print = request.GET.get("format") == "print"
    if not is_print:
        record_entries_look(request, scope.actor, [row.reference for row in page_rows])
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs(seq, title),
        "window": window_word(seq),
        "count": count,
        "total_fen": total,
        "page": shown,
        "table": statement_table(scope.book, title, page_rows),
    }
    if is_print:
        whole = statement_table(scope.book, title, whole_rows, linked=False)
        return _print(request, whole, context)
    return render(request, "portal/clearing_statement.html", context)


def _print(request: HttpRequest, whole: Table, context: dict[str, object]) -> HttpResponseBase:
    """Stream the whole list for paper: the page around it is drawn once, the rows as they come."""
    framed = {**context, "columns": whole.columns}
    page = render_to_string("portal/clearing_print.html", framed, request)
    head, _, foot = page.partition(_CUT)
    lang = language()

    def lines() -> Iterator[str]:
        yield head
        for row in whole.rows:
            yield draw_paper_row(whole.columns, row, lang)
        yield foot

    return StreamingHttpResponse(lines())
