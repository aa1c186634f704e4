"""Signing out takes the code off the phone (退出登录): it stops, and its key is forgotten."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rongcheng.foundation.code.public import CarrierNotFound, revoke_carrier
from rongcheng.portal.code.carriers import number_of
from rongcheng.web.actor import actor_of

FORGET = '"storage"'
"""What the browser clears: the key, the kept page, and what opens it without a network."""


def leave_phone(request: HttpRequest) -> bool:
    """Stop the phone that a resident signs out on; call it before the session ends.

    The page's script names the phone. True for a resident: her browser is to forget what it keeps.
    """
    actor = actor_of(request)
    if actor is None or actor.kind != "resident":
        return False
    number = number_of(request.POST.get("carrier", ""))
    if number is not None:
        try:
            revoke_carrier(actor, number, reason="unused")
        except CarrierNotFound:
            # The key of somebody who used the phone before: forgotten here, but not hers to stop.
            return True
    return True


def forget_here(answer: HttpResponseBase) -> None:
    """Have the browser forget the code, also where no script runs."""
    answer["Clear-Site-Data"] = FORGET
