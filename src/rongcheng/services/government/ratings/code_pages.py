"""Rating by the code on the receipt (凭证评价页): open to whoever holds it, and names nobody.

The page shows the item, the window, the city and the five grades. It says neither whose service it
was nor, later, how it was rated.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.people.public import TooManyTries, give_back, take_try
from rongcheng.kernel.errors import CallerError, Lang, RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.words import item_name, place_name
from rongcheng.services.government.ratings.codes import (
    Standing,
    case_of_code,
    rate_by_code,
    standing_of,
)
from rongcheng.services.government.ratings.errors import (
    RatingCodeEnded,
    RatingCodeUnknown,
    RatingNotByStaff,
)
from rongcheng.services.government.ratings.forms import form_context, read_wish
from rongcheng.services.government.ratings.keeping import window_of
from rongcheng.web.actor import actor_of
from rongcheng.web.client_address import client_address
from rongcheng.web.errors import status_of
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, t

_TRIES = "rating_code"
SEE_OTHER = 303


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask whoever holds a receipt how it went, once."""
    try:
        case = _found(request, code)
    except (RatingCodeUnknown, TooManyTries) as fault:
        return _page(request, {"fault": fault.message(_lang())}, status_of(fault))
    refused: RongchengError | None = None
    if request.method == "POST":
        try:
            _check_no_staff(request)
            rate_by_code(code, read_wish(request))
        except CallerError as fault:
            refused = fault
        else:
            return HttpResponseRedirect(f"/rate/{code}?done=1", status=SEE_OTHER)
    context = _context(request, case)
    status = 200
    if refused is not None:
        context |= {"fault": refused.message(_lang()), **form_context(request, keep=True)}
        status = status_of(refused)
    elif standing_of(case) is Standing.OVER:
        ended = RatingCodeEnded()
        context["fault"], status = ended.message(_lang()), ended.status
    return _page(request, context, status)


def _found(request: HttpRequest, code: str) -> Case:
    """Count one try of this address and return the case; a right one is given back."""
    address = client_address(request)
    take_try(_TRIES, address)
    case = case_of_code(code)
    give_back(_TRIES, address)
    return case


def _check_no_staff(request: HttpRequest) -> None:
    actor = actor_of(request)
    if actor is not None and actor.kind == "staff":
        raise RatingNotByStaff()


def _context(request: HttpRequest, case: Case) -> dict[str, object]:
    book, standing = current_book(case.metro), standing_of(case)
    actor = actor_of(request)
    return {
        "facts": [
            (t("government.by_code.item"), item_name(book, case.item)),
            (t("government.by_code.window"), place_name(book, window_of(case))),
            (t("government.by_code.city"), place_name(book, case.decider_city)),
        ],
        "standing": standing.value,
        "is_staff": actor is not None and actor.kind == "staff",
        "done": "done" in request.GET and standing is Standing.RATED,
        "until": show_day(case.rate_until, language()) if case.rate_until else "",
        **form_context(request, keep=False),
    }


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponseBase:
    said = {"title": t("government.rate.title"), "lead": "", **context}
    response = render(request, "government/rate_by_code.html", said, status=status)
    # A code is nobody's to find by a search engine, nor another site's to learn.
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _lang() -> Lang:
    return "en" if language() == "en" else "zh"
