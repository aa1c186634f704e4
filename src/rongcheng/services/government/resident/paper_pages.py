"""The papers of an application (材料): uploaded, or covered by e-certificates, before it is sent.

One set of papers serves all cases of a bundle.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.attachments.public import (
    Limits,
    receives_files,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.applying.submitting import ask_of
from rongcheng.services.government.certificates.of_cases import licences_for, use_licences
from rongcheng.services.government.competence.routing import route_case
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.looking import record_own_look
from rongcheng.services.government.materials.keeping import file_id_of, limits_of_case
from rongcheng.services.government.materials.receiving import Why, keep_uploads, take_back
from rongcheng.services.government.materials.views import (
    MaterialView,
    accepted_kinds,
    views_of_all,
)
from rongcheng.services.government.resident.draft_pages import MATTER, SEE_OTHER, draft_of, frame_of
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.errors import status_of


def _limits(request: HttpRequest, number: str) -> Limits:
    return limits_of_case(draft_of(request, number).first)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
@receives_files(_limits)
def papers(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show which papers belong to the application; POST uploads some, or lets certificates stand.

    What was not taken says why; what was taken stays.
    """
    actor, application = signed_in(request), draft_of(request, number)
    refused: Sequence[Why] = ()
    if request.method == "POST":
        if removed := request.POST.get("remove", ""):
            if file_id := file_id_of(removed):
                take_back(actor, application, file_id)
        elif request.POST.get("use") == "licences":
            for case in application.cases:
                use_licences(actor, case.number)
        else:
            refused = keep_uploads(request, actor, application)[1]
        if not refused:
            record_own_look(request, ("certificate", "material"))
            address = f"/me/cases/{number}/{_next(request)}"
            return HttpResponseRedirect(address, status=SEE_OTHER)
    record_own_look(request, ("case", "certificate", "material"))
    shown = views_of_all(application.cases)
    context = {
        **frame_of(application, "papers"),
        "materials": shown,
        "open": True,
        "accept": accepted_kinds(),
        "limits": limits_of_case(application.first),
        "covered": _covered(application, shown),
        "refused": [why.message(page_language()) for why in refused],
        "files_href": f"/me/cases/{number}/files",
    }
    status = status_of(refused[0]) if refused else 200
    return render(request, "government/papers.html", context, status=status)


def _next(request: HttpRequest) -> str:
    return "check" if request.POST.get("go") == "check" else "papers"


def _covered(application: Application, shown: Sequence[MaterialView]) -> list[str]:
    """Return the missing papers for which an e-certificate of hers would stand where it counts."""
    missing = {view.id: view.title for view in shown if view.missing}
    found: dict[str, str] = {}
    for case, version in zip(application.cases, application.versions, strict=True):
        names = {field.name for field in version.form}
        answers = {name: value for name, value in application.answers.items() if name in names}
        decider = route_case(application.book, ask_of(case, version, answers)).decider
        if decider is None:
            continue
        place, today = city_of(decider.place), get_clock().today()
        held = licences_for(case.metro, case.person_id, version, city=place, on=today)
        found |= {one.material: missing[one.material] for one in held if one.material in missing}
    return list(found.values())
