"""The office's view of the pools' own cores (核心系统): state, waiting calls, differences."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.policy.editions import current_book
from rongcheng.services.health.catching_up import bring_on_now
from rongcheng.services.health.cores.addresses import addresses
from rongcheng.services.health.cores.calls import OPEN, CallState
from rongcheng.services.health.cores.reading import (
    CallView,
    get_call,
    list_cores,
    list_differences,
    list_waiting,
)
from rongcheng.services.health.cores.tables import (
    cores_table,
    differences_table,
    sides_table,
    waiting_table,
)
from rongcheng.services.health.cores.words import (
    cause_words,
    operation_words,
    reason_words,
    state_words,
)
from rongcheng.services.health.models import CoreCall
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_moment, show_money, show_percent
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.paging import MOMENT_KEY, asked_page, key_page, newest_after, newest_before

BASE = "/office/cores"
PAGE_SIZE = 20
MOST_WAITING = 100


def record_calls_look(
    request: HttpRequest, actor: Actor, rows: Iterable[CoreCall], purpose: str
) -> None:
    """Write who looked at whose settlements, once for the request."""
    persons = [row.person_id for row in rows]
    if persons:
        record_access(
            actor=actor,
            application="web",
            purpose=purpose,
            persons=persons,
            data_kinds=["settlement"],
            request_id=request_id_of(request),
        )


@require_safe
@actor_required("office")
def cores(request: HttpRequest) -> HttpResponseBase:
    """Show how each core is doing, what waits for it, and where it parts from the policy book."""
    actor = signed_in(request)
    differing = list_differences(actor).select_related("institution")
    kind = export_kind(request)
    if kind:
        taken = list(differing[:10_000])
        record_calls_look(request, actor, taken, "export")
        return export_response(differences_table(taken, BASE), kind, t("health.cores.title"))
    book = current_book(actor.metro)
    waiting = list(list_waiting(actor).select_related("institution")[:MOST_WAITING])
    page = key_page(
        asked_page(request, MOMENT_KEY),
        PAGE_SIZE,
        after=partial(newest_after, differing, "created_at"),
        before=partial(newest_before, differing, "created_at"),
    )
    parted = list(page.object_list)
    record_calls_look(request, actor, [*waiting, *parted], "office")
    views = list_cores(book, addresses())
    context = {
        "title": t("health.cores.title"),
        "lead": t("health.cores.lead"),
        "crumbs": [(t("health.office.title"), "/office"), (t("health.cores.title"), "")],
        "has_cores": bool(views),
        "cores": cores_table(book, views),
        "waiting": waiting_table(waiting, BASE),
        "differences": differences_table(parted, BASE),
        "page": page,
    }
    return render(request, "health/cores.html", context)


@require_safe
@actor_required("office")
def core_call(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show one call with both sides' amounts and where the two sums part."""
    actor = signed_in(request)
    view = get_call(actor, key)
    record_calls_look(request, actor, [view.call], "office")
    table = sides_table(view)
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, key)
    call = view.call
    parameter = call.difference.get("parameter", "")
    context = {
        "title": t("health.cores.call_title"),
        "crumbs": [
            (t("health.office.title"), "/office"),
            (t("health.cores.title"), BASE),
            (key, ""),
        ],
        "call": call,
        "facts": _facts_of(view),
        "sides": table,
        "cause": cause_words(call),
        "step": _step_words(call),
        "parameter": parameter,
        "parameter_href": f"/policy/{call.metro}/{parameter}?at={call.pool}",
        "refused": [one._asdict() for one in view.theirs.refused] if view.theirs else [],
        "is_open": call.state in OPEN,
    }
    return render(request, "health/core_call.html", context)


def _facts_of(view: CallView) -> list[tuple[str, object]]:
    call = view.call
    hospital = pick({"zh": call.institution.title_zh, "en": call.institution.title_en})
    pool = pick(current_book(call.metro).pool(call.pool).title)
    facts: list[tuple[str, object]] = [
        (t("health.cores.pool"), pool),
        (t("health.cores.hospital"), hospital),
        (t("health.cores.act"), operation_words(call)),
        (t("health.cores.request"), call.request_id),
        (t("health.cores.when"), show_moment(call.created_at, language())),
        (t("health.cores.stands"), state_words(call)),
    ]
    if call.reason:
        facts.append((t("health.cores.reason"), reason_words(call)))
    if call.edition:
        facts.append((t("health.cores.edition"), call.edition[:12]))
    return facts


def _step_words(call: CoreCall) -> str:
    """Say with both figures at which step the sums part, empty where no step is known."""
    step = call.difference.get("step") or []
    if len(step) != 3 or call.difference["cause"] in {"wrong", "refused", "entitlement"}:
        return ""
    name, ours, theirs = step
    is_rate = name.endswith("_ppm")
    shown = [
        show_percent(value) if is_rate else show_money(value, language())
        for value in (ours, theirs)
    ]
    return t("health.cores.step", None, ours=shown[0], theirs=shown[1])


@require_POST
@actor_required("office")
def core_call_again(request: HttpRequest, key: str) -> HttpResponseBase:
    """Bring one call on at once; one that was set aside gets all its attempts again."""
    view = get_call(signed_in(request), key)
    if view.call.state in OPEN and view.call.state != CallState.RECORDED:
        bring_on_now(view.call)
    return HttpResponseRedirect(f"{BASE}/{key}")
