"""My notices (我的通知): what happened to my matters, newest first, each with the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.outbox.public import NoticeInfo, mark_read, notices_of
from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import DateInvalid
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

HERE = "/me/notices"
SEE_OTHER = 303
MOST = 100
_NUMBERED = {"government.notice.": "/me/cases/{number}"}
_PLACES = {
    "health.notice.filed": "/me/filings",
    "health.notice.filing": "/me/filings",
    "health.notice.special": "/me/filings",
    "health.notice": "/me/settlements",
    "portal.privacy": "/me/privacy",
    "portal.access": "/me/access",
    "portal.app_links": "/me/apps",
    "portal.people": "/me/people",
}
"""By the beginning of a notice's text, the page on which its matter stands."""


class NoticeLine(NamedTuple):
    """A notice as its owner reads it: when, what, where it leads, whether it was read before."""

    id: int
    at: object
    text: str
    href: str
    is_new: bool


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident")
def notices(request: HttpRequest) -> HttpResponseBase:
    """List the notices; POST marks those that the page showed as read."""
    actor = signed_in(request)
    assert actor.person_id is not None
    rows = notices_of(actor.person_id, MOST)
    if request.method == "POST":
        last = request.POST.get("last", "")
        seen = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else 0
        for row in rows:
            if row.read_at is None and row.id <= seen:
                mark_read(actor.person_id, row.id)
        return HttpResponseRedirect(HERE, status=SEE_OTHER)
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[actor.person_id],
        data_kinds=["notice"],
        request_id=request_id_of(request),
    )
    lines = [_line(row) for row in rows]
    context = {
        "title": t("portal.notices.title"),
        "lead": t("portal.notices.lead"),
        "fresh": [line for line in lines if line.is_new],
        "earlier": [line for line in lines if not line.is_new],
        "last": rows[0].id if rows else 0,
    }
    return render(request, "portal/notices.html", context)


def _line(row: NoticeInfo) -> NoticeLine:
    text = t(row.title_key, None, **_said(row.params))
    return NoticeLine(row.id, row.created_at, text, _href(row), row.read_at is None)


def _said(params: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters as the reader sees them: her language, days in full."""
    return {name: _value(value) for name, value in params.items()}


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return pick(value)
    day = _day(value)
    return show_day(day, language()) if day is not None else value


def _day(value: object) -> date | None:
    if not isinstance(value, str) or len(value) != len("2026-01-01"):
        return None
    try:
        return parse_date(value)
    except DateInvalid:
        return None


def _href(row: NoticeInfo) -> str:
    number = row.params.get("number")
    for begin, address in _NUMBERED.items():
        if row.title_key.startswith(begin) and isinstance(number, str):
            return address.format(number=number)
    return next((href for begin, href in _PLACES.items() if row.title_key.startswith(begin)), "")
