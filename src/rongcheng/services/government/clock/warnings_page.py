"""Warnings for staff (预警页): what comes due or is late, for whoever must act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.words import calendar_line, item_name, place_name
from rongcheng.services.government.domain.deadlines import Alert
from rongcheng.services.government.domain.warnings import Stage
from rongcheng.services.government.models import CaseWarning
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import pick, t
from rongcheng.web.paging import Key, asked_page, key_page
from rongcheng.web.tables import Column, Link, Table

PAGE_SIZE = 50
WORK_ON_CASES = ("clerk", "officer", "head")
_MOST_SHOWN = 1_000
_ALL = (Alert.OVERDUE, Alert.LAST_DAY, Alert.HALF_TIME)
ALERTS: Mapping[str, tuple[Alert, ...]] = {
    "clerk": _ALL,
    "officer": _ALL,
    "head": (Alert.OVERDUE, Alert.LAST_DAY),
    "office": (Alert.OVERDUE,),
}
"""Which urgencies each role is told of, as `CaseWarning` says; the gravest first."""


class Shown(NamedTuple):
    """To what the list is narrowed: a department and an urgency; empty ones narrow nothing."""

    department: str
    alert: Alert


def open_warnings(actor: Actor) -> QuerySet[CaseWarning]:
    """Return the warnings that this member of staff must heed now."""
    return CaseWarning.objects.visible_to(actor).filter(ended_at__isnull=True)


@require_safe
@actor_required("clerk", "officer", "head", "office")
def warnings(request: HttpRequest) -> HttpResponseBase:
    """List what is at half time, on its last day or late; it leaves the list once it is done.

    No applicant is named here: a case's own page does that, and records it.
    """
    actor = signed_in(request)
    book = current_book(actor.metro)
    shown = _shown(request, book, actor)
    every = open_warnings(actor)
    every = every.filter(department=shown.department) if shown.department else every
    rows = every.filter(alert=shown.alert) if shown.alert else every
    page = key_page(
        asked_page(request, 2),
        PAGE_SIZE,
        after=lambda key, size: _after(rows, key, size),
        before=lambda key, size: _before(rows, key, size),
    )
    late = every.filter(alert=Alert.OVERDUE)[: _MOST_SHOWN + 1].count()
    context = {
        "title": t("government.warnings.title"),
        "lead": t(f"government.warnings.lead_{actor.role}"),
        "late": _late_line(late),
        "calendar": calendar_line(),
        "page": page,
        "table": _table(book, actor, page.object_list),
        "shown": shown,
        "departments": _departments(book, actor),
        "alerts": _alerts(actor),
    }
    return render(request, "government/warnings.html", context)


def _shown(request: HttpRequest, book: PolicyBook, actor: Actor) -> Shown:
    """Read what the list is narrowed to; what is unreadable narrows nothing."""
    department = request.GET.get("department", "")
    known = {code for code, _ in _departments(book, actor)}
    named = {str(alert.value): alert for alert in ALERTS[actor.role]}
    alert = named.get(request.GET.get("alert", ""), Alert.NONE)
    return Shown(department if department in known else "", alert)


def _departments(book: PolicyBook, actor: Actor) -> list[tuple[str, str]]:
    """Return the departments to choose from; none for whoever works in one."""
    if actor.department:
        return []
    return [(code, pick(title)) for code, title in book.departments().items()]


def _alerts(actor: Actor) -> list[tuple[int, str]]:
    """Return the urgencies to choose from, in words; none where one is told of a single one."""
    told = ALERTS[actor.role]
    found = [(alert.value, t(f"government.warnings.is_{alert.name.lower()}")) for alert in told]
    return found if len(found) > 1 else []


def _late_line(late: int) -> str:
    if not late:
        return ""
    shown = f"{_MOST_SHOWN:,}+" if late > _MOST_SHOWN else f"{late:,}"
    return t("government.warnings.late", None, count=shown)


def _after(
    rows: QuerySet[CaseWarning], key: Key | None, size: int
) -> Sequence[tuple[Key, CaseWarning]]:
    if key is not None:
        day = _day(key)
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=key[1]), due_on__gte=day)
    return [(_key(row), row) for row in rows.order_by("due_on", "id")[:size]]


def _before(rows: QuerySet[CaseWarning], key: Key, size: int) -> Sequence[tuple[Key, CaseWarning]]:
    day = _day(key)
    earlier = rows.filter(Q(due_on__lt=day) | Q(due_on=day, id__lt=key[1]), due_on__lte=day)
    found = list(earlier.order_by("-due_on", "-id")[:size])
    return [(_key(row), row) for row in reversed(found)]


def _key(row: CaseWarning) -> Key:
    return (row.due_on.toordinal(), row.id)


def _day(key: Key) -> date:
    """Return the day of a key; one that no calendar has is the first or the last."""
    return date.fromordinal(min(max(key[0], 1), date.max.toordinal()))


def _table(book: PolicyBook, actor: Actor, rows: Sequence[CaseWarning]) -> Table:
    columns = [
        Column(t("government.warnings.number"), "code", lead=True),
        Column(t("government.warnings.item")),
        Column(t("government.warnings.stage")),
        Column(t("government.warnings.due"), "date"),
        Column(t("government.warnings.alert")),
    ]
    if actor.role == "office":
        columns.insert(2, Column(t("government.warnings.city")))
    shown = [_row(book, actor, row) for row in rows]
    return Table(
        t("government.warnings.caption"),
        columns,
        shown,
        t("government.warnings.empty"),
        caption_shown=False,
    )


def _row(book: PolicyBook, actor: Actor, row: CaseWarning) -> list[object]:
    stage = t(f"government.warnings.stages.{Stage(row.stage).name.lower()}")
    cells: list[object] = [
        _link(actor, row),
        item_name(book, row.item),
        stage,
        row.due_on,
        _alert(row),
    ]
    if actor.role == "office":
        cells.insert(2, place_name(book, row.city))
    return cells


def _link(actor: Actor, row: CaseWarning) -> object:
    if row.stage == Stage.FOLLOW_UP:
        return Link(row.number, f"/cases/follow-ups/{row.number}") if actor.role == "head" else (
            row.number
        )  # fmt: skip
    return Link(row.number, f"/cases/{row.number}") if actor.role in WORK_ON_CASES else row.number


def _alert(row: CaseWarning) -> str:
    """Say how urgent it is, with the days that it is late."""
    late = (get_clock().today() - row.due_on).days
    if row.alert == Alert.OVERDUE:
        return t("government.warnings.overdue", None, days=max(late, 1))
    name = "last_day" if row.alert == Alert.LAST_DAY else "half_time"
    return t(f"government.warnings.{name}")
