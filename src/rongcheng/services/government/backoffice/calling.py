"""Calls colleagues in (请协助): another city, or a department, sees the case until it ends."""

from __future__ import annotations

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    call_in,
    called_cities,
    checked_reason,
    end_call,
    locked_case,
    write_note,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.assigning import WORKERS
from rongcheng.services.government.backoffice.errors import CallRefused
from rongcheng.services.government.handling.standing import works_for
from rongcheng.web.actor import Actor


def call_city_in(
    actor: Actor, number: str, city: str, *, reason: str, token: str, department: str = ""
) -> Case:
    """Ask another member city for help, with what it is asked for; an internal note says so.

    With a `department` its people are asked, of the own city as well; without one, those who work
    for all departments there. Once for each token; who takes part already sees it anyway. Raises
    CaseUnknown, CallRefused, ReasonMissing.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        book = current_book(case.metro)
        is_known = city in places(book) and department in ("", *book.departments())
        if not may_call(actor, case) or not is_known or (city == actor.city and not department):
            raise CallRefused()
        why = checked_reason(reason, required=True)
        if call_in(case, city, department):
            asked = book.title_of(city)["zh"]
            asked += book.departments()[department]["zh"] if department else ""
            write_note(case, actor, f"请{asked}协助：{why}", token)
    return case


def end_city_s_call(actor: Actor, number: str, city: str, *, token: str) -> Case:
    """End a call: who was called in that city sees the case no more. Again changes nothing.

    Raises CaseUnknown, CallRefused.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        if not may_call(actor, case):
            raise CallRefused()
        if end_call(case, city):
            title = current_book(case.metro).title_of(city)["zh"]
            write_note(case, actor, f"{title}的协助已结束。", token)
    return case


def end_all_calls(case: Case) -> None:
    """End what goes on once a case is at its end: nobody keeps sight of it without need."""
    for city in called_cities(case):
        end_call(case, city)


def may_call(actor: Actor, case: Case) -> bool:
    """Tell whether this actor works on the case where it is decided, while it is open."""
    works = actor.kind == "staff" and actor.role in WORKERS
    return works and works_for(actor, case.decider_city, case.decider_department) and case.is_open


def places(book: PolicyBook) -> list[str]:
    """Return whom one may call in: the member cities and the province."""
    return [*(city.code for city in book.cities()), book.metro_area().province.code]
