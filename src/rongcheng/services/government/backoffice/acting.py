"""Does what a form of a case's screen asks for (办理): each by the door that the rules guard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import QueryDict

from rongcheng.foundation.cases.public import WHOLE, get_case, write_note
from rongcheng.services.government.backoffice.assigning import give_turn
from rongcheng.services.government.backoffice.calling import call_city_in, end_city_s_call
from rongcheng.services.government.backoffice.errors import ColleagueUnknown, TurnGone
from rongcheng.services.government.domain.joint import PartEvent
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.handling.joining import take_part_step
from rongcheng.services.government.handling.stepping import Step, take_step
from rongcheng.web.actor import Actor

_LONGEST_TOKEN = 64
_LONGEST_DAYS = 4
_GRANTED = {"yes": True, "no": False}


def do_act(actor: Actor, number: str, form: QueryDict) -> str:
    """Do what a form asks for, once for its token, and return its word.

    Raises what the act's own door raises, and TurnGone for an act that nobody knows.
    """
    do = form.get("do", "")
    token = f"{form.get('token', '')[:_LONGEST_TOKEN]}:{do}"
    kind, _, rest = do.partition(".")
    if kind == "part":
        _part(actor, number, rest, token, form)
    elif kind in _OTHERS:
        _OTHERS[kind](actor, number, token, form)
    else:
        _step(actor, number, do, token, form)
    return kind


def _step(actor: Actor, number: str, do: str, token: str, form: QueryDict) -> None:
    events = {event.name.lower(): event for event in CaseEvent}
    if do not in events:
        raise TurnGone()
    step = Step(token, form.get("reason", ""), _data(form))
    take_step(actor, number, events[do], step)


def _data(form: QueryDict) -> dict[str, Any]:
    """Return what belongs to a step, each field in its own type; the step takes what it knows."""
    data: dict[str, Any] = {
        name: form.getlist(name) for name in ("materials", "fields", "waived") if name in form
    }
    data |= {
        name: form.get(name, "")
        for name in ("by", "carrier", "tracking", "procedure")
        if name in form
    }
    if "papers_checked" in form:
        data["papers_checked"] = True
    days = form.get("days", "")
    if days.isascii() and days.isdigit() and len(days) <= _LONGEST_DAYS:
        data["days"] = int(days)
    granted = form.get("granted", "")
    if granted in _GRANTED:
        data["granted"] = _GRANTED[granted]
    return data


def _part(actor: Actor, number: str, rest: str, token: str, form: QueryDict) -> None:
    name, _, part = rest.partition(".")
    events = {event.name.lower(): event for event in PartEvent}
    if name not in events or not part.isdigit():
        raise TurnGone()
    reason = form.get("reason", "")
    take_part_step(actor, number, int(part), events[name], token=token, reason=reason)


def _give(actor: Actor, number: str, _token: str, form: QueryDict) -> None:
    part = form.get("part", "")
    of_whole = not part.isdigit()
    to = _staff(form.get("to", "") or actor.id)
    reason = form.get("reason", "")
    give_turn(actor, number, to, part=WHOLE if of_whole else int(part), reason=reason)


def _note(actor: Actor, number: str, token: str, form: QueryDict) -> None:
    write_note(get_case(actor, number), actor, form.get("text", ""), token)


def _call(actor: Actor, number: str, token: str, form: QueryDict) -> None:
    reason = form.get("reason", "")
    city, department = form.get("city", ""), form.get("department", "")
    call_city_in(actor, number, city, reason=reason, token=token, department=department)


def _end_call(actor: Actor, number: str, token: str, form: QueryDict) -> None:
    end_city_s_call(actor, number, form.get("city", ""), token=token)


def _staff(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ColleagueUnknown() from None


_OTHERS: dict[str, Callable[[Actor, str, str, QueryDict], None]] = {
    "give": _give,
    "take": _give,
    "note": _note,
    "call": _call,
    "end_call": _end_call,
}
