"""Serving whoever showed a code at the window (凭码办理), without asking for her card again.

A code that was just verified online says who came. The clerk's session holds the opaque id for a
short time beside the number of that verification; only the button on that very answer leads on.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from rongcheng.foundation.people.public import counter_rules, finish_serving, serve
from rongcheng.kernel.clock import get_clock
from rongcheng.portal.counter.entries import HERE
from rongcheng.web.actor import actor_required, signed_in

_KEY = "counter_code"
_SEE_OTHER = 303


def offer_serving(request: HttpRequest, person_id: UUID, verification: str) -> None:
    """Remember who showed a code, for the button on its answer."""
    request.session[_KEY] = {
        "person": str(person_id),
        "clerk": signed_in(request).id,
        "verification": verification,
        "at": int(get_clock().now().timestamp()),
    }


def withdraw_offer(request: HttpRequest) -> None:
    """Forget who showed a code; harmless when nobody did."""
    request.session.pop(_KEY, None)


@require_POST
@actor_required("clerk")
def serve_verified(request: HttpRequest) -> HttpResponseBase:
    """Serve whoever showed the code, and lead to the counter; pressed twice it changes nothing.

    Too late, or for another code than the last, nobody new is served: the counter asks for a card.
    """
    held = request.session.get(_KEY, {})
    withdraw_offer(request)
    age = int(get_clock().now().timestamp()) - held.get("at", 0)
    is_hers = held.get("clerk") == signed_in(request).id
    is_this = held.get("verification") == request.POST.get("verification", "")
    if is_hers and is_this and 0 <= age <= counter_rules().offered_seconds:
        finish_serving(request)
        serve(request, UUID(held["person"]), by="code")
    return HttpResponseRedirect(HERE, status=_SEE_OTHER)
