"""A settlement for those who pay it (基金岗位看结算): what was paid, and why it came out so."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.services.health.pages.presentation import record_look, settlement_context
from rongcheng.services.health.queries import get_settlement
from rongcheng.web.actor import actor_required, signed_in


@require_safe
@actor_required("fund")
def settlement(request: HttpRequest, setl_id: str) -> HttpResponseBase:
    """Show a settlement that the officer's pool pays or manages, with its whole account."""
    actor = signed_in(request)
    row = get_settlement(actor, setl_id)
    record_look(request, actor, [row], "clearing")
    context = settlement_context(row, "/clearing")
    return render(request, "health/settlement.html", {**context, "back": "/clearing"})
