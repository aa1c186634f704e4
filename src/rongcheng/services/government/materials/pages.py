"""Handing in files (交材料): a resident from her phone, a clerk what she scans at the window.

Works without script: one form takes files for every paper at once; each that is not taken says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.attachments.public import (
    AttachmentRefused,
    Limits,
    Placed,
    StorageFailed,
    receives_files,
    uploads_of,
)
from rongcheng.foundation.cases.public import Case, get_case
from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.policy.editions import current_book
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.drafting import hers
from rongcheng.services.government.materials.keeping import (
    file_id_of,
    keep_materials,
    limits_of_case,
    take_back_file,
)
from rongcheng.services.government.materials.views import accepted_kinds, material_views
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

PREFIX = "file:"
SEE_OTHER, OK = 303, 200
_OPEN = (CaseState.DRAFT, CaseState.SUPPLEMENT_ASKED)
_COUNT_DIGITS = 3


class Side(NamedTuple):
    """From which side of the counter the page is opened: its address, and what a look is for."""

    stem: str
    back: str
    purpose: str

    def address(self, number: str) -> str:
        """Return where the page of a case's files is."""
        return f"{self.stem}/{number}/files"


RESIDENT = Side("/me/cases", "/me/cases/{number}", "self")
COUNTER = Side("/counter/cases", "/counter/cases/{number}", "counter")

Why = AttachmentRefused | StorageFailed


def _limits(request: HttpRequest, number: str) -> Limits:
    return limits_of_case(get_case(signed_in(request), number))


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
    case = get_case(actor, number)
    if request.method != "POST":
        told = request.GET.get("kept", "")
        return _page(request, case, side, kept=int(told) if _is_count(told) else 0)
    if removed := request.POST.get("remove", ""):
        if file_id := file_id_of(removed):
            take_back_file(actor, number, file_id)
        return HttpResponseRedirect(side.address(number), status=SEE_OTHER)
    kept, refused = _keep(request, actor, number)
    if refused or not kept:
        return _page(request, case, side, kept=kept, refused=refused, empty=not refused)
    return HttpResponseRedirect(f"{side.address(number)}?kept={kept}", status=SEE_OTHER)


def _keep(request: HttpRequest, actor: Actor, number: str) -> tuple[int, list[Why]]:
    """Keep what came with the form, and return how many, and why others were not taken."""
    uploads = uploads_of(request)
    placed = [Placed(name.removeprefix(PREFIX), received) for name, received in uploads.received]
    refused = list(uploads.refused)
    if not placed:
        return 0, refused
    try:
        return len(keep_materials(actor, number, placed)), refused
    except AttachmentRefused as why:
        return 0, [*refused, why]


def _page(
    request: HttpRequest,
    case: Case,
    side: Side,
    *,
    kept: int = 0,
    refused: Sequence[Why] = (),
    empty: bool = False,
) -> HttpResponseBase:
    actor, purpose = signed_in(request), side.purpose
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=[case.person_id],
        data_kinds=["material"],
        request_id=request_id_of(request),
    )
    lang: Lang = "en" if language() == "en" else "zh"
    limits = limits_of_case(case)
    item = current_book(case.metro).government.item(case.item)
    context = {
        "title": t("government.files.title"),
        "lead": t("government.files.lead", item=pick(item.title), number=case.number),
        "here": side.address(case.number),
        "back": side.back.format(number=case.number),
        "materials": material_views(case),
        "open": _may_change(actor, case),
        "accept": accepted_kinds(),
        "limits": limits,
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
