"""The address slip of a parcel (邮寄地址单): for whoever posts a result, and for print.

It names neither the item nor anything else of the case but its number: a slip is read on the way.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcheng.foundation.cases.public import Case, address_of, get_case, has_address
from rongcheng.services.government.backoffice.looks import record_cases_look
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.posting.addresses import POST, address_from
from rongcheng.services.government.posting.errors import NothingToPost
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import t


@never_cache
@require_safe
@actor_required("officer", "head", "clerk")
def address_slip(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show where a decided result is posted, until it is sent; 404 for who does not post it."""
    actor = signed_in(request)
    case = get_case(actor, number)
    kept = address_of(actor, case) if is_to_post(case) else None
    if kept is None:
        raise NothingToPost()
    record_cases_look(request, actor, [case], kinds=("address", "identity"))
    context = {
        "title": t("government.post.slip"),
        "number": number,
        "to": address_from(kept.words),
        "changed_at": kept.changed_at,
        "sender": case.way.get("decider", {}),
        "crumbs": [
            (t("government.back.title"), "/cases"),
            (number, f"/cases/{number}"),
            (t("government.post.slip"), ""),
        ],
    }
    return render(request, "government/address_slip.html", context)


def is_to_post(case: Case) -> bool:
    """Tell whether a result waits to be posted."""
    return case.state == CaseState.DECIDED and case.delivery == POST


def slip_address(actor: Actor, case: Case) -> str:
    """Return the slip's address in the house for who may read it; empty for everybody else."""
    return f"/cases/{case.number}/address" if is_to_post(case) and has_address(case, actor) else ""
