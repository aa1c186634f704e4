"""My filings (我的备案): what is filed, whether a filing is needed at all, file, withdraw."""

from __future__ import annotations

import secrets
from datetime import date

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import InsuranceInfo, list_acts, list_insurances
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import DateInvalid, Lang, RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.health.filing_errors import FilingDaysWrong
from rongcheng.services.health.filings.advice import advice_on
from rongcheng.services.health.filings.queries import get_filing, list_filings, plain_number
from rongcheng.services.health.filings.registering import (
    NewFiling,
    place_of_pool,
    register_filing,
    revoke_filing,
)
from rongcheng.services.health.filings.states import state_of
from rongcheng.services.health.models import Filing
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

OFFERED = ("settled", "living", "posted", "other")
BADGES = {"in_force": "good", "for_good": "good", "not_begun": "warn"}
HERE = "/me/filings"


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="filings")
def filings(request: HttpRequest) -> HttpResponseBase:
    """List the resident's filings; say what a new one would mean; take it, or a withdrawal."""
    actor = signed_in(request)
    insurance = _insurance(actor)
    said, status = "", 200
    if request.method == "POST" and insurance is not None:
        try:
            return HttpResponseRedirect(_done(request, actor, insurance))
        except RongchengError as fault:
            said, status = fault.message(_lang()), getattr(fault, "status", 400)
    rows = list(list_filings(actor))
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[actor.person_id] if actor.person_id else [],
        data_kinds=["filing", "insurance"],
        request_id=request_id_of(request),
    )
    context = {
        "title": t("health.filing.title"),
        "lead": t("health.filing.lead"),
        "insurance": insurance,
        "said": said,
        "done": request.GET.get("done", "") if request.GET.get("done") in DONE else "",
        "views": _views(rows),
        **(_form(request, insurance) if insurance is not None else {}),
    }
    return render(request, "health/filings.html", context, status=status)


DONE = ("filed", "revoked")


def _views(rows: list[Filing]) -> list[dict[str, object]]:
    """Return the filings as their owner reads them, each with what was done for her by others."""
    done = list_acts([row.filing_no for row in rows])
    return [{**view_of(row), "acts": done.get(row.filing_no, [])} for row in rows]


def _lang() -> Lang:
    return "en" if language() == "en" else "zh"


def _insurance(actor: Actor) -> InsuranceInfo | None:
    """Return the resident's insurance that filings are about: the first in force."""
    found = list_insurances(actor.person_id) if actor.person_id else []
    return found[0] if found else None


def _done(request: HttpRequest, actor: Actor, insurance: InsuranceInfo) -> str:
    """Do what the form asks and return where to go on."""
    form = request.POST
    if form.get("withdraw"):
        row = get_filing(actor, form["withdraw"])
        revoke_filing(actor, row.filing_no, row.psn_no, reason=form.get("reason", ""))
        return f"{HERE}?done=revoked"
    wanted = NewFiling(
        psn_no=insurance.psn_no,
        category=_category(form.get("category", "")),
        care_pool=form.get("to", ""),
        begins_on=_day(form.get("from", "")),
    )
    token = plain_number(form.get("token", "")[:64]) or secrets.token_hex(16)
    register_filing(actor, wanted, source=f"resident:{actor.id}", number=token)
    return f"{HERE}?done=filed"


def _category(word: str) -> str:
    return word if word in OFFERED else "other"


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except DateInvalid:
        raise FilingDaysWrong(begins_on=text[:10] or "—", ends_on="—") from None


def _form(request: HttpRequest, insurance: InsuranceInfo) -> dict[str, object]:
    """Return what the form draws: places, categories, and what the chosen ones would mean."""
    book = current_book(signed_in(request).metro)
    today = get_clock().today()
    asked = request.POST if request.method == "POST" else request.GET
    # Hospitals belong to the pool of their city, so only those are places of care.
    places = [
        (pool.code, pick(place_of_pool(book, pool.code)))
        for pool in book.pools()
        if pool.code != insurance.pool and pool.level == "city"
    ]
    to = asked.get("to", "")
    chosen = to if to in dict(places) else ""
    category = _category(asked.get("category", ""))
    try:
        begins_on = _day(asked.get("from", "") or today.isoformat())
    except FilingDaysWrong:
        begins_on = today
    wanted = NewFiling(insurance.psn_no, category, chosen, begins_on)
    return {
        "places": places,
        "categories": [
            (word, t(f"health.filing.category.{word}"), t(f"health.filing.about.{word}"))
            for word in OFFERED
        ],
        "to": chosen,
        "category": category,
        "begins_on": begins_on,
        "from_day": begins_on.isoformat(),
        "token": secrets.token_hex(16),
        "advice": advice_on(book, insurance.pool, wanted, _lang()) if chosen else None,
    }


def view_of(row: Filing) -> dict[str, object]:
    """Return a filing as its owner reads it."""
    today = get_clock().today()
    state = state_of(row, today)
    title = place_of_pool(current_book(row.metro), row.care_pool)
    return {
        "number": row.filing_no,
        "place": pick(title),
        "category": t(f"health.filing.category.{row.category}"),
        "state": state,
        "state_text": t(f"health.filing.state.{state}"),
        "badge": BADGES.get(state, "bad" if state == "revoked" else "warn"),
        "begins_on": row.begins_on,
        "ends_on": row.ends_on,
        "revoked_at": row.revoked_at,
        "reason": row.revoked_reason,
        "may_withdraw": state in {"in_force", "for_good", "not_begun"},
    }
