"""Staff of one's own city (工作人员管理): who may sign in, and how; reset, close, open.

An office resets authenticators and never passwords: alone, neither the office nor the operator can
become one of its clerks. Each act is written to the account's events, which its owner reads too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.cases.public import ROLES, follow_department
from rongcheng.foundation.people.public import (
    NoDepartment,
    StaffAccountInfo,
    deactivate_staff,
    list_staff_accounts,
    move_staff,
    reactivate_staff,
    reset_second_factor,
    unlock_account,
)
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.portal.signin.staff import said, status_of
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import pick, t

HERE = "/office/staff"
SEE_OTHER = 303
ACTS: dict[str, Callable[[str, Actor], object]] = {
    "unlock": unlock_account,
    "reset": reset_second_factor,
    "close": deactivate_staff,
    "open": reactivate_staff,
}
MOVE = "move"
Named = Mapping[str, Mapping[str, str]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def staff(request: HttpRequest) -> HttpResponseBase:
    """List the staff of the office's city, and act on one of them."""
    actor = signed_in(request)
    error, status = "", 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in (*ACTS, MOVE):
            try:
                _act(act, request, actor)
            except RongchengError as fault:
                error, status = said(fault), status_of(fault)
            else:
                return HttpResponseRedirect(f"{HERE}?done={act}", status=SEE_OTHER)
    done = request.GET.get("done", "")
    named = current_book(actor.metro).departments()
    context = {
        "title": t("portal.office_staff.title"),
        "lead": t("portal.office_staff.lead"),
        "done": t(f"portal.office_staff.done.{done}") if done in (*ACTS, MOVE) else "",
        "error": error,
        "staff": [_shown(row, actor, named) for row in list_staff_accounts(actor)],
        "sample": _is_sample(actor),
        "departments": [(code, pick(title)) for code, title in named.items()],
        "ask": _asked(request, actor),
    }
    return render(request, "portal/office_staff.html", context, status=status)


def _act(act: str, request: HttpRequest, actor: Actor) -> None:
    login = request.POST.get("login", "")
    if act != MOVE:
        ACTS[act](login, actor)
        return
    department = request.POST.get("department", "")
    if department and department not in current_book(actor.metro).departments():
        raise NoDepartment()
    with transaction.atomic():
        moved = move_staff(login, department, actor)
        # What she no longer sees goes back to its queue.
        follow_department(moved.staff_id, moved.department)


def _asked(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Return the act that is to be confirmed first, and on whom; empty where none is."""
    act, login = request.GET.get("ask", ""), request.GET.get("login", "")
    for row in list_staff_accounts(actor):
        if act in ("reset", "close") and row.login == login:
            return {
                "act": act,
                "login": login,
                "title": t(f"portal.office_staff.ask.{act}", None, name=row.name),
                "means": t(f"portal.office_staff.means.{act}"),
            }
    return {}


def _shown(row: StaffAccountInfo, actor: Actor, named: Named) -> dict[str, object]:
    """Return one member of staff as the page shows her: state in words, acts that make sense."""
    state, badge = "closed", "bad"
    if row.active:
        state, badge = "open", "good"
        if row.resting_until is not None:
            state, badge = "resting", "warn"
        elif row.code_needed and not row.authenticator:
            state, badge = "no_authenticator", "warn"
    return {
        "login": row.login,
        "name": row.name,
        "role": t(f"portal.audience.{row.role}"),
        "department": _department(row, named),
        "chosen": row.department,
        "may_move": bool(named) and row.role in ROLES and row.active,
        "state": t(f"portal.office_staff.state.{state}"),
        "badge": badge,
        "until": row.resting_until,
        # Nobody resets or closes herself; the act refuses it too.
        "acts": [] if str(row.staff_id) == actor.id else _acts(row),
    }


def _is_sample(actor: Actor) -> bool:
    """Tell whether the division into departments is the pack's sample, not the cities' own."""
    found = current_book(actor.metro).metro_area().departments
    return found is not None and found.status == "illustrative"


def _department(row: StaffAccountInfo, named: Named) -> str:
    """Return for which department she works; that she works for all where a city has several."""
    if row.department:
        return pick(named.get(row.department, {"zh": row.department, "en": row.department}))
    return t("portal.office_staff.general") if named and row.role in ROLES else ""


def _acts(row: StaffAccountInfo) -> list[tuple[str, str]]:
    names = [
        ("unlock", row.active and row.resting_until is not None),
        ("reset", row.active and row.authenticator),
        ("close", row.active),
        ("open", not row.active),
    ]
    return [(name, t(f"portal.office_staff.act.{name}")) for name, fits in names if fits]
