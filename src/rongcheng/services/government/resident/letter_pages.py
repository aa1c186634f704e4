"""My letters (我的文书): what an authority sent about my case, as it was sent, also for print."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcheng.foundation.cases.public import Case, get_case, letters_of
from rongcheng.services.government.backoffice.letter_pages import letter_context
from rongcheng.services.government.letters.writing import letter_kinds
from rongcheng.services.government.looking import record_own_look
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import pick, t

MATTER = "cases"


@never_cache
@require_safe
@actor_required("resident", matter=MATTER)
def my_letter(request: HttpRequest, number: str, seq: int) -> HttpResponseBase:
    """Show a letter about one's own case, or of whom one acts for; 404 for anybody else's."""
    actor = signed_in(request)
    case = get_case(actor, number)
    context = letter_context(actor, case, seq)
    record_own_look(request)
    context["crumbs"] = [
        (t("government.my.title"), "/me/cases"),
        (case.number, f"/me/cases/{case.number}"),
        (pick(context["letter"].title), ""),
    ]
    return render(request, "government/letter.html", context)


def letter_links(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Return the letters of a case with their addresses, the newest first."""
    titles = letter_kinds()
    return [
        (pick(titles[letter.kind]), f"/me/cases/{case.number}/letters/{letter.seq}")
        for letter in reversed(letters_of(actor, case))
    ]
