"""One entry of the ledger (分录) with its lines and its Why?, and disputes about entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import (
    DisputeInfo,
    DisputePlace,
    EntryInfo,
    PoolDisputes,
    accept_dispute,
    find_dispute,
    get_entry,
    is_claim,
    pair_of,
    raise_dispute,
    uphold_dispute,
)
from rongcheng.portal.clearing.looks import record_entries_look
from rongcheng.portal.clearing.scope import Scope, scope_of, tabs
from rongcheng.portal.clearing.tables import disputes_table, lines_table
from rongcheng.portal.clearing.words import (
    crumbs,
    kind_word,
    window_word,
)
from rongcheng.web.actor import Actor, actor_required
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_moment, show_money
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.paging import asked_page, key_page
from rongcheng.web.registry import entry_address

SEE_OTHER = 303
ROWS = 25


@require_safe
@actor_required("fund")
def entry(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Show an entry of the reader's own pool: its lines, its Why?, and what was disputed."""
    scope = scope_of(request)
    found = get_entry(entry_id)
    scope.require_entry(found)
    places = list_institutions(scope.metro)
    names = {p.code: pick({"zh": p.title_zh, "en": p.title_en}) for p in places}
    dispute = find_dispute(entry_id)
    record_entries_look(request, scope.actor, [found.reference])
    context = {
        "title": kind_word(found.kind),
        "lead": t("portal.clearing.entry_lead", None, number=found.id),
        "crumbs": crumbs(found.window_seq, t("portal.clearing.entry", None, number=found.id)),
        "facts": _facts(found),
        "table": lines_table(scope.book, found, names),
        "why_href": entry_address(found.kind, found.reference),
        "entry": found,
        "dispute": dispute,
        "disputed": _disputed(dispute) if dispute else None,
        "may_raise": dispute is None and _may_raise(scope, found),
        "acts": _open_acts(scope, dispute),
    }
    return render(request, "portal/clearing_entry.html", context)


@require_POST
@actor_required("fund")
def decide(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Raise, accept or uphold a dispute about an entry of the reader's own pool."""
    scope = scope_of(request)
    found = get_entry(entry_id)
    scope.require_entry(found)
    act = request.POST.get("act", "")
    if act == "raise":
        scope.require(_payers(found))
        raise_dispute(entry_id, request.POST.get("reason", ""), scope.actor)
    elif act in _DECISIONS:
        dispute = find_dispute(entry_id)
        if dispute is not None:
            scope.require(_deciders(dispute)[act])
        _DECISIONS[act](entry_id, scope.actor)
    else:
        raise Http404
    return HttpResponseRedirect(f"/clearing/entries/{entry_id}", status=SEE_OTHER)


@require_safe
@actor_required("fund")
def disputes(request: HttpRequest) -> HttpResponseBase:
    """List the disputes of the reader's own pool: what is open, what waits, what is decided."""
    scope = scope_of(request)
    own = PoolDisputes(scope.metro, scope.own)
    kind = export_kind(request)
    if kind:
        table = disputes_table(scope.book, own.rows())
        return export_response(table, kind, table.caption)
    page = key_page(
        asked_page(request, len(DisputePlace._fields)),
        ROWS,
        after=lambda key, limit: own.after(DisputePlace(*key) if key else None, limit),
        before=lambda key, limit: own.before(DisputePlace(*key), limit),
        total=-(-own.count() // ROWS),
    )
    context = {
        "title": t("portal.clearing.disputes"),
        "lead": t("portal.clearing.disputes_lead"),
        "tabs": tabs(scope, "disputes"),
        "tab_label": t("portal.clearing.title"),
        "table": disputes_table(scope.book, page.object_list),
        "page": page,
    }
    return render(request, "portal/clearing_disputes.html", context)


_DECISIONS: Mapping[str, Callable[[int, Actor], DisputeInfo]] = {
    "accept": accept_dispute,
    "uphold": uphold_dispute,
}


def _facts(found: EntryInfo) -> list[tuple[str, str]]:
    lang = language()
    facts = [
        ("reference", found.reference),
        ("window", window_word(found.window_seq)),
        ("occurred_at", show_moment(found.occurred_at, lang)),
        ("recorded_at", show_moment(found.recorded_at, lang)),
    ]
    if found.reverses is not None:
        facts.append(("reverses", str(found.reverses)))
    return [(t(f"portal.clearing.column.{name}"), value) for name, value in facts]


def _disputed(dispute: DisputeInfo) -> list[tuple[str, str]]:
    lang = language()
    decided = show_moment(dispute.decided_at, lang) if dispute.decided_at else ""
    facts = [
        ("outcome", t(f"portal.clearing.outcome.{dispute.outcome}")),
        ("reason", dispute.reason),
        ("amount", show_money(dispute.amount_fen, lang)),
        ("raised_by", f"{dispute.raised_by}  {show_moment(dispute.raised_at, lang)}"),
        ("decided_by", f"{dispute.decided_by}  {decided}".strip()),
    ]
    return [(t(f"portal.clearing.column.{name}"), value) for name, value in facts if value]


def _may_raise(scope: Scope, found: EntryInfo) -> bool:
    own_business = not found.kind.startswith("clearing.") and found.reverses is None
    return own_business and scope.opens(_payers(found))


def _payers(found: EntryInfo) -> set[str]:
    return {pair_of(line.code).payer for line in found.lines if is_claim(line.code)}


def _deciders(dispute: DisputeInfo) -> dict[str, set[str]]:
    """Return who may decide: the payer accepts after all, the place of care concedes."""
    return {
        "accept": {pair.payer for pair in dispute.pairs},
        "uphold": {pair.payee for pair in dispute.pairs},
    }


def _open_acts(scope: Scope, dispute: DisputeInfo | None) -> list[str]:
    if dispute is None or dispute.outcome != "open":
        return []
    return [act for act, pools in _deciders(dispute).items() if scope.opens(pools)]
