"""Public lists, and what a resident's own phone asks (公开清单与手机接口); no pages.

Keys and status lists are for everyone, from any site, and may be cached. The rest needs a signed-in
resident and, where it changes something, the page's own token against forged requests.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from rongcheng.foundation.code.actions import (
    LONGEST_LABEL,
    REVOCATION_REASONS,
    bind_phone,
    renew_code,
    revoke_carrier,
)
from rongcheng.foundation.code.errors import ResidentOnly
from rongcheng.foundation.code.keys import published_keys
from rongcheng.foundation.code.lists import get_status_list, list_status_lists
from rongcheng.foundation.code.offline.errors import malformed_request
from rongcheng.foundation.code.possession import challenge_for
from rongcheng.foundation.code.queries import list_carriers
from rongcheng.foundation.code.types import IssuedCode
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import CallerError
from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.errors import error_json

KEYS_SECONDS = 3_600
LISTS_SECONDS = 300
LONGEST_BODY = 4_000
Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def _answers(view: View[Parameters]) -> View[Parameters]:
    """Answer what the caller can correct as the API does, whatever it accepts."""

    @wraps(view)
    def answered(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CallerError as error:
            return error_json(error)

    return answered


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Return the issuer keys of every metro area here, for verifiers to pin."""
    return _public(JsonResponse(published_keys().to_jwks()), KEYS_SECONDS)


@require_GET
def status_lists(request: HttpRequest) -> HttpResponse:
    """Return which status lists there are, and where."""
    found = [
        {
            "metro": metro,
            "number": number,
            "href": reverse("code-status-list", args=[metro, number]),
        }
        for metro, number in list_status_lists()
    ]
    return _public(JsonResponse({"lists": found}), LISTS_SECONDS)


@require_GET
@_answers
def status_list(request: HttpRequest, metro: str, number: int) -> HttpResponse:
    """Return one signed status list."""
    row = get_status_list(metro, number)
    answer = HttpResponse(bytes(row.signed), content_type="application/statuslist+cwt")
    return _public(answer, LISTS_SECONDS)


@require_GET
@ensure_csrf_cookie
@_answers
def challenge(request: HttpRequest) -> HttpResponse:
    """Return what the resident's phone signs to bind its key."""
    actor = _resident(request)
    assert actor.person_id is not None
    return _private({"challenge": _text(challenge_for(actor.person_id))})


@require_GET
@ensure_csrf_cookie
@_answers
def carriers(request: HttpRequest) -> HttpResponse:
    """Return the resident's phones and cards, and the time, in Unix seconds, to set a clock by."""
    found = list_carriers(_resident(request))
    now = int(get_clock().now().timestamp())
    return _private({"carriers": [carrier._asdict() for carrier in found], "now": now})


@require_POST
@_answers
def bind(request: HttpRequest) -> HttpResponse:
    """Bind a phone's key and return its credential."""
    actor, body = _resident(request), _body(request)
    replaces = body.get("replaces")
    if replaces is not None and type(replaces) is not int:
        raise malformed_request()
    issued = bind_phone(
        actor,
        point=_bytes(body.get("key")),
        possession=_bytes(body.get("possession")),
        label=_label(body.get("label", "")),
        replaces=replaces,
    )
    return _private(_written(issued))


@require_POST
@_answers
def renew(request: HttpRequest, carrier: int) -> HttpResponse:
    """Return the phone's credential, a new one when it is time."""
    return _private(_written(renew_code(_resident(request), carrier)))


@require_POST
@_answers
def revoke(request: HttpRequest, carrier: int) -> HttpResponse:
    """Stop a phone or card of the resident's own."""
    actor, reason = _resident(request), _body(request).get("reason")
    if reason not in REVOCATION_REASONS:
        raise malformed_request()
    return _private({"revoked": revoke_carrier(actor, carrier, reason=str(reason))})


def _resident(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None or actor.kind != "resident" or actor.person_id is None:
        raise ResidentOnly()
    return actor


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST_BODY:
        raise malformed_request()
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as fault:
        raise malformed_request() from fault
    if not isinstance(found, dict):
        raise malformed_request()
    return found


def _label(written: object) -> str:
    if not isinstance(written, str) or not written.isprintable():
        raise malformed_request()
    return written[:LONGEST_LABEL]


def _bytes(written: object) -> bytes:
    if not isinstance(written, str):
        raise malformed_request()
    try:
        return base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise malformed_request() from fault


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _written(issued: IssuedCode) -> dict[str, Any]:
    return {
        "carrier": issued.carrier,
        "credential": _text(issued.signed),
        "issued_at": issued.issued_at,
        "expires_at": issued.expires_at,
        "replayed": issued.replayed,
    }


def _public(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _private(body: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
