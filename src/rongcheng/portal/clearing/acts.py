"""What fund staff do in clearing (清算办理): close a window, confirm payments, pay institutions.

Every form may be sent twice: a window is named by its number, a payment by its bank reference.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from rongcheng.foundation.ledger.public import (
    close_period,
    confirm_payment,
    pay_institution,
    read_window,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import parse_yuan
from rongcheng.portal.clearing.scope import STAFF, scope_of
from rongcheng.portal.clearing.tables import matrix_table, nets_table
from rongcheng.portal.clearing.words import crumbs, period_word, window_word
from rongcheng.web.actor import actor_required
from rongcheng.web.i18n import t

SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*STAFF)
def close(request: HttpRequest, seq: int) -> HttpResponseBase:
    """Ask once (GET), then close the window and net it (POST); a stopped netting is finished."""
    scope = scope_of(request)
    status = scope.window(seq)
    if request.method == "POST":
        close_period(scope.metro, get_clock().today(), scope.actor, seq=seq)
        return HttpResponseRedirect(f"/clearing/{seq}", status=SEE_OTHER)
    books = read_window(scope.metro, seq)
    context = {
        "title": t("portal.clearing.close_title", None, window=window_word(seq)),
        "lead": t("portal.clearing.close_lead"),
        "crumbs": crumbs(seq, t("portal.clearing.close")),
        "seq": seq,
        "period": period_word(status),
        "is_open": status.state == "open",
        "is_done": status.state in ("netted", "paid"),
        "matrix": matrix_table(scope.book, books.pairs),
        "nets": nets_table(scope.book, books.nets),
    }
    return render(request, "portal/clearing_close.html", context)


@require_POST
@actor_required(*STAFF)
def confirm(request: HttpRequest, seq: int) -> HttpResponseBase:
    """Confirm that a pool paid or received, as its bank slip says."""
    scope = scope_of(request)
    pool = request.POST.get("pool", "")
    if not scope.confirms(pool):
        scope.require(())
    amount = parse_yuan(request.POST.get("amount", ""), t("portal.clearing.column.amount", "zh"))
    confirm_payment(
        scope.metro,
        seq,
        pool,
        amount_fen=amount,
        bank_reference=request.POST.get("bank_reference", ""),
        actor=scope.actor,
    )
    return HttpResponseRedirect(f"/clearing/{seq}#nets", status=SEE_OTHER)


@require_POST
@actor_required("fund")
def pay(request: HttpRequest, seq: int) -> HttpResponseBase:
    """Record that the institutions of the officer's own pool were paid by one bank order.

    Each chosen institution is an entry of its own; sent again, those that are paid stay as they
    are and the others follow.
    """
    scope = scope_of(request)
    own = {place.code for place in scope.institutions()}
    chosen = request.POST.getlist("institution")
    if not set(chosen) <= own:
        scope.require(())
    for code in dict.fromkeys(chosen):
        pay_institution(
            scope.metro,
            seq,
            code,
            pool=scope.own,
            bank_reference=request.POST.get("bank_reference", ""),
            actor=scope.actor,
        )
    return HttpResponseRedirect(f"/clearing/{seq}/institutions", status=SEE_OTHER)
