"""What a hospital waits for (等待答复): its calls to the pools' own cores, and which are silent."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.policy.editions import current_book
from rongcheng.services.health.cores.addresses import has_cores
from rongcheng.services.health.cores.reading import list_waiting, silent_pools
from rongcheng.services.health.cores.tables import waiting_table
from rongcheng.services.health.desk.door import hospital_desk_required
from rongcheng.services.health.office.cores import record_calls_look
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.formats import show_moment
from rongcheng.web.i18n import language, pick, t

MOST = 100


def silent_lines(actor: Actor) -> list[str]:
    """Return one quiet line for each core that does not answer just now."""
    if not has_cores():
        return []
    book = current_book(actor.metro)
    lines = []
    for health in silent_pools(book):
        pool = pick(book.pool(health.pool).title)
        if health.next_try_at is None:
            lines.append(t("health.cores.desk_unsteady", None, pool=pool))
        else:
            until = show_moment(health.next_try_at, language())
            lines.append(t("health.cores.desk_down", None, pool=pool, until=until))
    return lines


@require_safe
@hospital_desk_required
def waiting(request: HttpRequest) -> HttpResponseBase:
    """List the institution's settlements that wait for a core, and what to do about each."""
    actor = signed_in(request)
    rows = list(list_waiting(actor).select_related("institution")[:MOST])
    record_calls_look(request, actor, rows, "desk")
    context = {
        "title": t("health.cores.desk_title"),
        "lead": t("health.cores.desk_lead"),
        "silent": silent_lines(actor),
        "waiting": waiting_table(rows),
    }
    return render(request, "health/desk_waiting.html", context)
