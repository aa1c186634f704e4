"""Reviewing special-disease applications (慢特病认定审核): the queue of a city's pool."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.institutions.public import InstitutionUnknown, get_institution
from rongcheng.foundation.people.public import list_residents, mask_name
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.services.health.filings.queries import list_waiting
from rongcheng.services.health.models import SpecialDiseaseApplication
from rongcheng.services.health.special_diseases.applications import review_special_disease
from rongcheng.services.health.special_diseases.granting import disease_names
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

PAGE_SIZE = 20
HERE = "/filings/review"
DONE = ("accepted", "refused")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("clerk", "fund")
def review(request: HttpRequest) -> HttpResponseBase:
    """Show the applications that wait, oldest first; accept one, or refuse it with a reason."""
    actor = signed_in(request)
    said, status = "", 200
    if request.method == "POST":
        accept = request.POST.get("decide") == "accept"
        lang: Lang = "en" if language() == "en" else "zh"
        try:
            review_special_disease(
                actor,
                request.POST.get("number", "")[:30],
                accept=accept,
                reason=request.POST.get("reason", ""),
            )
        except RongchengError as fault:
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?done={'accepted' if accept else 'refused'}")
    rows = list_waiting(actor)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_access(
        actor=actor,
        application="web",
        purpose="review",
        persons=[row.person_id for row in shown],
        data_kinds=["diagnosis", "insurance"],
        request_id=request_id_of(request),
    )
    done = request.GET.get("done", "")
    context = {
        "title": t("health.review.title"),
        "lead": t("health.review.lead", None, count=page.paginator.count),
        "said": said,
        "done": done if done in DONE else "",
        "page": page,
        "views": _views(actor, shown),
    }
    return render(request, "health/review.html", context, status=status)


def _views(actor: Actor, rows: list[SpecialDiseaseApplication]) -> list[dict[str, object]]:
    """Return the applications as a clerk reads them; names are masked, numbers identify."""
    people = list_residents([row.person_id for row in rows])
    views: list[dict[str, object]] = []
    for row in rows:
        names = disease_names(row.metro, row.insured_pool, row.scheme, row.begins_on)
        views.append(
            {
                "number": row.application_no,
                "disease": pick(names.get(row.disease_code, {"zh": row.disease_code})),
                "code": row.disease_code,
                "person": mask_name(people[row.person_id].name),
                "psn_no": row.psn_no,
                "scheme": t(f"health.scheme.{row.scheme}"),
                "certified_by": _name_of(row.certified_by),
                "certified_on": row.certified_on,
                "begins_on": row.begins_on,
                "ends_on": row.ends_on,
                "applied_at": row.applied_at,
            }
        )
    return views


def _name_of(code: str) -> str:
    try:
        found = get_institution(code)
    except InstitutionUnknown:
        return code
    return pick({"zh": found.title_zh, "en": found.title_en})
