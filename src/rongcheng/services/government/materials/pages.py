"""Handing in files (交材料): a resident from her phone, a clerk what she scans at the window.

Works without script: one form takes files for every paper at once; each that is not taken says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.attachments.public import Limits, receives_files
from rongcheng.foundation.cases.public import Case
from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.services.government.applying.applications import Application, get_application
from rongcheng.services.government.applying.drafting import hers
from rongcheng.services.government.counter.intake import intake_of
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.materials.keeping import file_id_of, limits_of_case
from rongcheng.services.government.materials.receiving import Why, keep_uploads, take_back
from rongcheng.services.government.materials.views import accepted_kinds, views_of_all
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

SEE_OTHER, OK = 303, 200
_OPEN = (CaseState.DRAFT, CaseState.SUPPLEMENT_ASKED)
_COUNT_DIGITS = 3


class Side(NamedTuple):
    """From which side of the counter the page is opened: its address, and what a look is for.

    `find` returns what is filled in by its number; with a bundle's draft, all its cases.
    """

    stem: str
    back: str
    purpose: str
    find: Callable[[Actor, str], Application]

    def address(self, number: str) -> str:
        """Return where the page of a case's files is."""
        return f"{self.stem}/{number}/files"


RESIDENT = Side("/me/cases", "/me/cases/{number}", "self", get_application)
COUNTER = Side("/counter/cases", "/counter/cases/{number}", "counter", intake_of)


def _limits(request: HttpRequest, number: str) -> Limits:
    return limits_of_case(get_application(signed_in(request), number).first)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="cases")
@receives_files(_limits)
def own_files(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show a resident what her case needs and what is there; POST adds files or takes one back."""
    return _files(request, number, RESIDENT)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("clerk")
@receives_files(_limits)
def counter_files(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show a clerk the same of a case that her window took in; POST adds scans."""
    return _files(request, number, COUNTER)


def _files(request: HttpRequest, number: str, side: Side) -> HttpResponseBase:
    actor = signed_in(request)
    if request.method != "POST":
        told = request.GET.get("kept", "")
        return _page(request, number, side, kept=int(told) if _is_count(told) else 0)
    whole = side.find(actor, number)
    if removed := request.POST.get("remove", ""):
        if file_id := file_id_of(removed):
            take_back(actor, whole, file_id)
        return HttpResponseRedirect(side.address(number), status=SEE_OTHER)
    kept, refused = keep_uploads(request, actor, whole)
    if refused or not kept:
        return _page(request, number, side, kept=kept, refused=refused, empty=not refused)
    return HttpResponseRedirect(f"{side.address(number)}?kept={kept}", status=SEE_OTHER)


def _page(
    request: HttpRequest,
    number: str,
    side: Side,
    *,
    kept: int = 0,
    refused: Sequence[Why] = (),
    empty: bool = False,
) -> HttpResponseBase:
    actor, purpose = signed_in(request), side.purpose
    whole = side.find(actor, number)
    case = whole.first
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=[case.person_id],
        data_kinds=["material"],
        request_id=request_id_of(request),
    )
    lang: Lang = "en" if language() == "en" else "zh"
    context = {
        "title": t("government.files.title"),
        "lead": t("government.files.lead", item=pick(whole.title), number=number),
        "here": side.address(number),
        "back": side.back.format(number=number),
        "materials": views_of_all(whole.cases),
        "open": _may_change(actor, case),
        "accept": accepted_kinds(),
        "limits": limits_of_case(case),
        "kept": kept,
        "refused": [why.message(lang) for why in refused],
        "empty": empty,
    }
    status = status_of(refused[0]) if refused else OK
    return render(request, "government/files.html", context, status=status)


def _may_change(actor: Actor, case: Case) -> bool:
    try:
        hers(actor, case)
    except CallerError:
        return False
    return case.state in _OPEN


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _COUNT_DIGITS
