"""Whom a clerk serves (窗口正在为谁办理): found by her card, kept for a short time, named in a bar.

To know first, for a page of the counter:

    @serving_required
    def page(request):
        person = served_person(request)
        record_served(request, ["filing"])   # once a request, with what the page shows

The clerk's session holds the opaque id only. What can be done for the person stands in the registry
(`web.registry.CounterAct`); its page begins with `portal/serving_bar.html`.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from functools import wraps
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.errors import CounterPersonUnknown, NobodyServed, ResidentNotFound
from rongcheng.foundation.people.queries import find_resident_by_id_number, get_resident
from rongcheng.foundation.people.sign_in_rules import counter_rules
from rongcheng.foundation.people.types import ResidentInfo
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor, View, actor_required, signed_in
from rongcheng.web.middleware import request_id_of

HERE = "/counter"
_KEY = "counter"
_SEE_OTHER = 303
Shown = Literal["card", "code"]
"""By what the clerk knew who stood there."""


def find_at_counter(request: HttpRequest, name: str, number: str) -> ResidentInfo:
    """Find the person who stands there by her card, exactly, and serve her from now on.

    A wrong name is a look, too: it is recorded, and answered as if nobody had the number. Raises
    ResidentIdInvalid for a mistyped number and CounterPersonUnknown.
    """
    actor = signed_in(request)
    try:
        person = find_resident_by_id_number(actor.metro, number)
    except ResidentNotFound:
        raise CounterPersonUnknown() from None
    if not hmac.compare_digest(person.name.encode(), name.encode()):
        _record(request, actor, person.id, ["lookup"])
        raise CounterPersonUnknown()
    serve(request, person.id, by="card")
    return person


def serve(request: HttpRequest, person_id: UUID, *, by: Shown) -> None:
    """Serve a person from now on whose card or code the clerk has checked; she reads that."""
    actor = signed_in(request)
    _record(request, actor, person_id, ["identity"])
    held = {"person": str(person_id), "clerk": actor.id, "at": _now(), "by": by}
    request.session[_KEY] = held


def served_by_card(request: HttpRequest) -> bool:
    """Say whether the served person showed her card: a code says only whose phone it is."""
    found: dict[str, object] = request.session.get(_KEY, {})
    return found.get("by") == "card"


def served_person(request: HttpRequest) -> ResidentInfo:
    """Return whom the clerk serves; asked once a request. Raises NobodyServed."""
    if not hasattr(request, "_rongcheng_served"):
        request._rongcheng_served = _served(request)  # type: ignore[attr-defined]
    found: ResidentInfo = request._rongcheng_served  # type: ignore[attr-defined]
    return found


def served_as_holder(request: HttpRequest) -> Actor:
    """Return the served person as the owner of her rows, for a room's queries and actions."""
    person = served_person(request)
    return Actor("resident", str(person.id), person_id=person.id, metro=person.metro)


def record_served(request: HttpRequest, data_kinds: Collection[str]) -> None:
    """Leave the access record of a counter page, which always names the person it is for."""
    person = served_person(request)
    _record(request, signed_in(request), person.id, {"identity", *data_kinds})


def finish_serving(request: HttpRequest) -> None:
    """Serve nobody from now on; harmless when nobody is served."""
    request.session.pop(_KEY, None)


def serving_required(view: View) -> View:
    """Open a page to a clerk who serves somebody; else lead to the counter, and back here."""

    @actor_required("clerk")
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            served_person(request)
        except NobodyServed:
            back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
            address = f"{HERE}?{urlencode({**back, 'nobody': 1})}"
            return HttpResponseRedirect(address, status=_SEE_OTHER)
        return view(request, *args, **kwargs)

    return guarded


def _served(request: HttpRequest) -> ResidentInfo:
    actor = signed_in(request)
    held = request.session.get(_KEY, {})
    age = _now() - held.get("at", 0)
    if held.get("clerk") != actor.id or not 0 <= age <= counter_rules().serving_seconds:
        finish_serving(request)
        raise NobodyServed()
    try:
        person = get_resident(UUID(held["person"]))
    except ResidentNotFound:
        finish_serving(request)
        raise NobodyServed() from None
    if age > counter_rules().noted_seconds:
        request.session[_KEY] = {**held, "at": _now()}
    return person


def _record(
    request: HttpRequest, actor: Actor, person_id: UUID, data_kinds: Collection[str]
) -> None:
    record_access(
        actor=actor,
        application="web",
        purpose="counter",
        persons=[person_id],
        data_kinds=data_kinds,
        request_id=request_id_of(request),
    )


def _now() -> int:
    return int(get_clock().now().timestamp())
