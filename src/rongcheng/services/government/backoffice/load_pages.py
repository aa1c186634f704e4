"""The supervisor's view (负荷与时限): who has how much, what runs late, where it waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.people.public import Colleague
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.assigning import (
    away_today,
    colleagues_here,
    colleagues_of,
    names_of,
)
from rongcheng.services.government.backoffice.distributing import count_unshared, distribute_queue
from rongcheng.services.government.backoffice.errors import ColleagueUnknown
from rongcheng.services.government.backoffice.loads import (
    Load,
    Loads,
    loads_of_city,
    redistribute,
    waits_by_city,
)
from rongcheng.services.government.backoffice.words import department_choices, place_words
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table

HERE = "/cases/load"
SEE_OTHER = 303


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("head")
def load(request: HttpRequest) -> HttpResponseBase:
    """Show open work and lateness of one's city in numbers; share out what waits or is left."""
    actor, said, status = signed_in(request), "", 200
    if request.method == "POST":
        lang: Lang = "en" if language() == "en" else "zh"
        try:
            count = _share_out(actor, request.POST.get("staff", ""))
        except RongchengError as fault:
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?given={count}", status=SEE_OTHER)
    given = request.GET.get("given", "")
    context = _context(actor, _department(actor, request)) | {
        "said": said,
        "given": t("government.back.load.given", None, count=given) if given.isdigit() else "",
    }
    return render(request, "government/load.html", context, status=status)


def _share_out(actor: Actor, staff: str) -> int:
    if not staff:
        return distribute_queue(actor.metro, actor.city)
    try:
        return redistribute(actor, UUID(staff))
    except ValueError:
        raise ColleagueUnknown() from None


def _department(actor: Actor, request: HttpRequest) -> str:
    """Return which department a head of all of them looks at; empty for all, and for her own."""
    asked = request.GET.get("department", "")
    known = current_book(actor.metro).departments()
    return asked if asked in known and not actor.department else ""


def _context(actor: Actor, department: str) -> dict[str, Any]:
    book = current_book(actor.metro)
    loads, away = loads_of_city(actor, department), away_today(actor.metro, actor.city)
    names = names_of([*loads.by_person, *away, *away.values()])
    total = Load()
    for one in loads.by_person.values():
        total = total.plus(one)
    return {
        "place": place_words(book, actor.city, actor.department or department),
        "department": department,
        "departments": department_choices(book, actor),
        "total": total,
        "waiting": count_unshared(actor, department),
        "people": _people_table(_people(actor, department), loads, away, names),
        "items": _table(
            "items",
            [
                [pick(book.government.item(code).title), one.number, one.late, one.soon]
                for code, one in sorted(loads.by_item.items(), key=lambda pair: -pair[1].number)
            ],
        ),
        "cities": _cities_table(book, actor, department),
        "left": [
            (str(staff), names.get(staff, "—"), loads.by_person[staff].number)
            for staff in away
            if staff in loads.by_person
        ],
        "crumbs": [(t("government.back.title"), "/cases"), (t("government.back.load.title"), "")],
    }


def _people(actor: Actor, department: str) -> list[Colleague]:
    """Return whose load is shown: her colleagues', or those of the department she looks at."""
    if not department:
        return colleagues_of(actor)
    return colleagues_here(actor.metro, actor.city, department)


def _people_table(
    here: Sequence[Colleague],
    loads: Loads,
    away: dict[UUID, UUID | None],
    names: dict[UUID, str],
) -> Table:
    known = {one.id for one in here}
    rows: list[list[object]] = []
    for one in here:
        held = loads.by_person.get(one.id, Load())
        role, presence = t(f"government.back.role.{one.role}"), _presence(one.id, away, names)
        rows.append([one.name, role, presence, *held])
    for staff, held in loads.by_person.items():
        if staff not in known:
            # Whoever left, and what is nobody's yet, is still somebody's to see.
            name = names.get(staff, "—") if staff else t("government.back.load.nobody")
            note = t("government.back.load.gone") if staff else ""
            rows.append([name, "", note, *held])
    heads = [Column(t("government.back.load.person"), lead=True)]
    heads += [Column(t(f"government.back.load.{name}")) for name in ("role", "presence")]
    heads += [_number(name) for name in ("count", "weight", "late", "soon")]
    caption, empty = t("government.back.load.by_person"), t("government.back.load.empty")
    return Table(caption, heads, rows, empty)


def _presence(staff: UUID, away: dict[UUID, UUID | None], names: dict[UUID, str]) -> str:
    if staff not in away:
        return t("government.back.load.here")
    other = away[staff]
    if other is None:
        return t("government.back.load.away")
    return t("government.back.load.away_with", None, name=names.get(other, "—"))


def _cities_table(book: PolicyBook, actor: Actor, department: str) -> Table:
    rows = []
    waits = waits_by_city(actor, department)
    for city, one in sorted(waits.items(), key=lambda pair: -pair[1].number):
        name = place_words(book, city) if city else t("government.back.load.applicant")
        rows.append([name, one.number, one.late])
    heads = [Column(t("government.back.load.city"), lead=True), _number("count"), _number("late")]
    return Table(t("government.back.load.by_city"), heads, rows, t("government.back.load.empty"))


def _table(name: str, rows: list[list[object]]) -> Table:
    heads = [Column(t(f"government.back.load.{name}"), lead=True)]
    heads += [_number(one) for one in ("count", "late", "soon")]
    caption, empty = t(f"government.back.load.by_{name}"), t("government.back.load.empty")
    return Table(caption, heads, rows, empty)


def _number(name: str) -> Column:
    return Column(t(f"government.back.load.{name}"), "count")
