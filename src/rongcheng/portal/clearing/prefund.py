"""Prefunds (预付金): what lies where, how much of it open claims use, and when it warns."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.ledger.public import (
    Marks,
    PairPosition,
    PrefundUse,
    adjust_prefund,
    list_prefunds,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import parse_yuan
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.portal.clearing.deadlines import PREFUND_MARKS
from rongcheng.portal.clearing.scope import STAFF, Scope, scope_of, tabs
from rongcheng.portal.clearing.tables import prefunds_table
from rongcheng.portal.clearing.words import pool_word
from rongcheng.web.actor import actor_required
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, t
from rongcheng.web.sums import authority

SEE_OTHER = 303


def prefund_uses(scope: Scope, pairs: Sequence[PairPosition] | None = None) -> list[PrefundUse]:
    """Return the metro's prefunds with the marks of each payer's own policy.

    `pairs` are those of the open window where the page has read them already.
    """
    return list_prefunds(scope.metro, lambda pool: _marks(scope.book, pool), pairs)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def prefund(request: HttpRequest) -> HttpResponseBase:
    """Show prefunds and their use; the payer's officer records what was paid or given back."""
    scope = scope_of(request)
    if request.method == "POST":
        return _adjust(request, scope)
    table = prefunds_table(scope.book, prefund_uses(scope))
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, table.caption)
    others = [pool.code for pool in scope.book.pools() if pool.code != scope.own]
    context = {
        "title": t("portal.clearing.prefunds"),
        "lead": t("portal.clearing.prefund_lead"),
        "tabs": tabs(scope, "prefund"),
        "tab_label": t("portal.clearing.title"),
        "table": table,
        "marks": [
            authority(value, language(), f"/policy/{scope.metro}/{value.key}")
            for value in _resolved(scope.book, scope.own or scope.book.pools()[0].code)
        ],
        "own_name": pool_word(scope.book, scope.own) if scope.own else "",
        "others": [(code, pool_word(scope.book, code)) for code in others],
    }
    return render(request, "portal/clearing_prefund.html", context)


def _adjust(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    scope.require((scope.own,))
    payee = scope.book.pool(request.POST.get("payee", "")).code
    amount = parse_yuan(request.POST.get("amount", ""), t("portal.clearing.column.amount", "zh"))
    adjust_prefund(
        scope.metro,
        scope.own,
        payee,
        amount_fen=-amount if request.POST.get("way") == "back" else amount,
        bank_reference=request.POST.get("bank_reference", ""),
        actor=scope.actor,
    )
    return HttpResponseRedirect("/clearing/prefund", status=SEE_OTHER)


def _marks(book: PolicyBook, pool: str) -> Marks:
    yellow, red = (value.value for value in _resolved(book, pool))
    assert isinstance(yellow, int)
    assert isinstance(red, int)
    return Marks(yellow, red)


def _resolved(book: PolicyBook, pool: str) -> list[Resolved]:
    # A pool that the book no longer knows is judged as the metro's first.
    known = {item.code for item in book.pools()}
    at = pool if pool in known else book.pools()[0].code
    return [book.resolve(key, at=at, on=get_clock().today()) for key in PREFUND_MARKS]
