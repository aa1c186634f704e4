"""A letter for reading and print (文书): as it was sent, not as templates say today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcheng.foundation.cases.public import Case, get_case, open_letter
from rongcheng.services.government.backoffice.looks import record_cases_look
from rongcheng.services.government.letters.errors import LetterUnknown
from rongcheng.services.government.letters.writing import from_json
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import t


@never_cache
@require_safe
@actor_required("officer", "head", "clerk")
def letter_page(request: HttpRequest, number: str, seq: int) -> HttpResponseBase:
    """Show a letter to whoever takes part in its case; 404 for anybody else."""
    actor = signed_in(request)
    case = get_case(actor, number)
    context = letter_context(actor, case, seq)
    record_cases_look(request, actor, [case], whole=True)
    context["crumbs"] = [
        (t("government.back.title"), "/cases"),
        (case.number, f"/cases/{case.number}"),
        (context["number"], ""),
    ]
    return render(request, "government/letter.html", context)


def letter_context(actor: Actor, case: Case, seq: int) -> dict[str, Any]:
    """Return a letter as its page shows it; raises LetterUnknown.

    Personal data in clear: the page that shows it leaves an access record.
    """
    found = open_letter(actor, case, seq)
    if found is None:
        raise LetterUnknown()
    kept, content = found
    return {
        "letter": from_json(kept.kind, content),
        "to": content["to"],
        "authority": content["authority"],
        "number": content["number"],
        "day": date.fromisoformat(content["day"]),
    }
