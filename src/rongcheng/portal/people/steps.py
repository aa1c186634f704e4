"""Steps of the forms about mandates (授权办理), the same for a resident and for a counter."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import (
    MandateInfo,
    NewMandate,
    ResidentInfo,
    ResidentNotFound,
    Stand,
    accept_mandate,
    counted_lookup,
    find_resident_by_id_number,
    refuse_mandate,
    resign_mandate,
    revoke_mandate,
    state_stand,
)
from rongcheng.portal.access.staff import number_of
from rongcheng.portal.errors import DayMissing, RelativeUnknown
from rongcheng.web.actor import Actor
from rongcheng.web.middleware import request_id_of

STEPS = frozenset({"accept", "refuse", "revoke", "resign", "agrees", "objects"})
_LONGEST_NAME, _LONGEST_NUMBER, _LONGEST_TOKEN = 60, 20, 64


def take_step(request: HttpRequest, actor: Actor, person: UUID | None = None) -> None:
    """Do what a card's form asks about one mandate; `person` is whom a clerk serves."""
    step, number = request.POST.get("step", ""), number_of(request, "number")
    reason = request.POST.get("reason", "")
    if step == "accept":
        accept_mandate(actor, number, person=person)
    elif step == "refuse":
        refuse_mandate(actor, number, person=person)
    elif step == "revoke":
        revoke_mandate(actor, number, reason=reason, person=person)
    elif step == "resign":
        resign_mandate(actor, number, reason=reason, person=person)
    elif step in ("agrees", "objects"):
        matter = request.POST.get("matter", "")
        state_stand(actor, number, matter, Stand[step.upper()], reason, person=person)
    else:
        raise Http404


def find_relative(request: HttpRequest, actor: Actor) -> ResidentInfo:
    """Return the other person of a form, by name and ID number exactly, and record the look.

    A wrong name is answered as if nobody had the number. Raises ResidentIdInvalid,
    RelativeUnknown, and TooManyTries for whoever guesses.
    """
    with counted_lookup(actor):
        return _look_up(request, actor)


def _look_up(request: HttpRequest, actor: Actor) -> ResidentInfo:
    name = request.POST.get("name", "").strip()[:_LONGEST_NAME]
    number = request.POST.get("card", "").strip().upper()[:_LONGEST_NUMBER]
    try:
        found = find_resident_by_id_number(actor.metro, number)
    except ResidentNotFound:
        raise RelativeUnknown() from None
    is_right = hmac.compare_digest(found.name.encode(), name.encode())
    record_access(
        actor=actor,
        application="web",
        purpose="mandate",
        persons=[found.id],
        data_kinds=["identity" if is_right else "lookup"],
        request_id=request_id_of(request),
    )
    if not is_right:
        raise RelativeUnknown()
    return found


def record_mandates(
    request: HttpRequest, actor: Actor, infos: Sequence[MandateInfo], person: UUID | None
) -> None:
    """Write who looked at a person's mandates, which name the other side and other guardians."""
    others = {side for info in infos for side in (info.principal, info.agent)}
    guardians = {stand.guardian for info in infos for stand in info.stands}
    own = {person} if person else set()
    record_access(
        actor=actor,
        application="web",
        purpose="mandate",
        persons=own | others | guardians,
        data_kinds=["identity", "mandate"],
        request_id=request_id_of(request),
    )


def wanted_mandate(request: HttpRequest, principal: UUID, agent: UUID) -> NewMandate:
    """Return the mandate that a form asks for; raises DayMissing."""
    form = request.POST
    return NewMandate(
        principal=principal,
        agent=agent,
        matters=frozenset(form.getlist("matter")),
        begins_on=_day(form.get("from", "")),
        ends_on=_day(form.get("until", "")),
        document=form.get("document", ""),
        witness=form.get("witness", ""),
    )


def token_of(request: HttpRequest) -> str:
    """Return the form's own number, by which it is taken once."""
    return request.POST.get("token", "")[:_LONGEST_TOKEN]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayMissing() from None
