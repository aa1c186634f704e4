"""Clearing for those who pay (清算): the windows, and one window with all that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.foundation.ledger.public import (
    PairPosition,
    PoolNet,
    PrefundUse,
    WindowBooks,
    WindowStatus,
    list_confirmations,
    list_statuses,
    read_window,
    sum_open_disputes,
)
from rongcheng.portal.clearing.deadlines import Due, deadlines
from rongcheng.portal.clearing.flow import Flow, draw_flow
from rongcheng.portal.clearing.prefund import prefund_uses
from rongcheng.portal.clearing.scope import STAFF, Scope, scope_of, tabs
from rongcheng.portal.clearing.tables import (
    column,
    matrix_table,
    nets_table,
    pairs_table,
    prefunds_table,
)
from rongcheng.portal.clearing.words import (
    BADGES,
    crumbs,
    period_word,
    pool_word,
    window_word,
)
from rongcheng.web.actor import actor_required
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_money
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Link, Table

WINDOWS = 12


class Sums(NamedTuple):
    """What a window comes to: claims, what really moves after netting, and entries."""

    claims_fen: int
    moving_fen: int
    entries: int


@require_safe
@actor_required(*STAFF)
def windows(request: HttpRequest) -> HttpResponseBase:
    """List the metro's clearing windows, the open one with what it has come to."""
    scope = scope_of(request)
    statuses = list_statuses(scope.metro)
    kind = export_kind(request)
    if kind:
        return export_response(_windows_table(statuses), kind, t("portal.clearing.title"))
    current = next((status for status in statuses if status.state == "open"), None)
    page = Paginator(statuses, WINDOWS).get_page(request.GET.get("page"))
    context = {
        "title": t("portal.clearing.title"),
        "lead": t("portal.clearing.lead", None, metro=pick(scope.book.metro_area().title)),
        "tabs": tabs(scope, "windows"),
        "tab_label": t("portal.clearing.title"),
        "current": current,
        "period": period_word(current) if current else "",
        "sums": _sums_of(read_window(scope.metro, current.seq)) if current else None,
        "waiting": [status for status in statuses if status.state == "closed"],
        "table": _windows_table(list(page.object_list)),
        "page": page,
    }
    return render(request, "portal/clearing_windows.html", context)


def _windows_table(statuses: Sequence[WindowStatus]) -> Table:
    columns = [
        column("window", lead=True),
        column("period", width=36),
        column("state"),
        column("closed_at", "moment"),
        column("closed_by"),
    ]
    rows = [
        (
            Link(window_word(status.seq), f"/clearing/{status.seq}"),
            period_word(status),
            t(f"portal.clearing.state.{status.state}"),
            status.closed_at,
            status.closed_by,
        )
        for status in statuses
    ]
    caption, empty = t("portal.clearing.windows"), t("portal.clearing.no_window")
    return Table(caption, columns, rows, empty, caption_shown=False)


@require_safe
@actor_required(*STAFF)
def window(request: HttpRequest, seq: int) -> HttpResponseBase:
    """Show a window: who owes whom and why, what is paid, by when; `?list=` exports a part."""
    scope = scope_of(request)
    status = scope.window(seq)
    books = read_window(scope.metro, seq)
    nets = books.nets
    lists = {
        "matrix": matrix_table(scope.book, books.pairs),
        "nets": nets_table(scope.book, nets),
        "pairs": pairs_table(scope.book, seq, books.pairs, scope.opens),
    }
    kind = export_kind(request)
    if kind:
        table = lists.get(request.GET.get("list", ""), lists["nets"])
        return export_response(table, kind, f"{window_word(seq)}-{table.caption}")
    confirmable = [net for net in nets if net.left_fen and scope.confirms(net.pool)]
    context = {
        **lists,
        **_state(scope, status, books),
        "title": window_word(seq),
        "lead": period_word(status),
        "crumbs": crumbs(seq),
        "sums": _sums_of(books),
        "flow": _flow(scope, books.pairs),
        "confirmations": _confirmations(scope, seq),
        "confirmable": [_choice(scope, net) for net in confirmable],
        "own_pools": [net.pool for net in nets if scope.opens((net.pool,))],
        "own_name": pool_word(scope.book, scope.own) if scope.own else "",
    }
    return render(request, "portal/clearing_window.html", context)


def _state(scope: Scope, status: WindowStatus, books: WindowBooks) -> dict[str, object]:
    """Return how far a window is: state, deadlines, hospitals, disputes, prefunds that warn."""
    dues: list[Due] = []
    if status.closed_on is not None:
        dues = deadlines(scope.book, status.closed_on)
    owed = [due for due in books.dues if due.due_fen > 0]
    dispute_count, disputed_fen = sum_open_disputes(scope.metro)
    marked: list[PrefundUse] = []
    if status.state == "open":
        marked = [u for u in prefund_uses(scope, books.pairs) if u.mark in ("yellow", "red")]
    return {
        "status": status,
        "seq": status.seq,
        "state": t(f"portal.clearing.state.{status.state}"),
        "badge": BADGES[status.state],
        "is_netted": status.state in ("netted", "paid"),
        "deadlines": dues,
        "provisional": any(due.provisional for due in dues),
        "is_fund": bool(scope.own),
        "due_count": len(owed),
        "paid_count": sum(due.paid_fen > 0 for due in owed),
        "due_fen": sum(due.due_fen for due in owed),
        "dispute_count": dispute_count,
        "disputed_fen": disputed_fen,
        "prefunds": prefunds_table(scope.book, marked) if marked else None,
    }


def _sums_of(books: WindowBooks) -> Sums:
    return Sums(
        sum(row.movement_fen for row in books.pairs),
        sum(net.net_fen for net in books.nets if net.net_fen > 0),
        sum(row.entries for row in books.pairs),
    )


def _flow(scope: Scope, positions: Sequence[PairPosition]) -> Flow | None:
    amounts: Counter[tuple[str, str]] = Counter()
    for row in positions:
        amounts[row.pair.payer, row.pair.payee] += row.movement_fen
    lang = language()
    return draw_flow(
        amounts,
        label=t("portal.clearing.flow_label"),
        name=lambda code: pool_word(scope.book, code),
        money=lambda fen: show_money(fen, lang),
    )


def _choice(scope: Scope, net: PoolNet) -> dict[str, object]:
    way = "pays" if net.net_fen > 0 else "receives"
    left = show_money(net.left_fen, language())
    word = t(f"portal.clearing.left_{way}", None, pool=pool_word(scope.book, net.pool), left=left)
    return {"pool": net.pool, "word": word}


def _confirmations(scope: Scope, seq: int) -> Table | None:
    """Return what was confirmed so far, or None before the first payment."""
    found = list_confirmations(scope.metro, seq)
    if not found:
        return None
    columns = [
        column("pool", lead=True, width=24),
        column("amount", "fen"),
        column("bank_reference", "code"),
        column("confirmed_at", "moment"),
        column("by"),
    ]
    rows = [
        (pool_word(scope.book, c.subject), c.amount_fen, c.bank_reference, c.at, c.by)
        for c in found
    ]
    return Table(t("portal.clearing.confirmations"), columns, rows, caption_shown=False)
