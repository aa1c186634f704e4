"""Certificates that a city issued (本市发的证照): found by number, seen, revoked with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.certificates.public import (
    ISSUING_ROLES,
    LONGEST_REASON,
    REPLACED,
    REVOKED,
    get_certificate,
    issued_rows,
    read_letters,
    revoke_certificate,
    state_of,
)
from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.policy.editions import current_book
from rongcheng.services.government.certificates.views import (
    kind_title,
    last_day_words,
    record_look,
    said,
    view_of,
)
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.paging import Key, asked_page, key_page
from rongcheng.web.tables import Column, Link, Table

HERE = "/certificates/issued"
PAGE_SIZE = 20
MOST_EXPORTED = 10_000
_SEE_OTHER = 303
PURPOSE = "certificate_duty"


@require_safe
@actor_required(*sorted(ISSUING_ROLES))
def issued(request: HttpRequest) -> HttpResponseBase:
    """List what the officer's city issued, by number and kind; who holds it stands on its page."""
    actor = signed_in(request)
    register = current_book(actor.metro).government.certificates.kinds()
    asked = request.GET.get("kind", "")
    chosen = asked if asked in {kind.id for kind in register} else ""
    number = read_letters(request.GET.get("number", "")[:60])
    rows = issued_rows(actor, kind=chosen, number=number)
    kind = export_kind(request)
    if kind:
        taken = list(rows[:MOST_EXPORTED])
        return export_response(_table(actor, taken), kind, t("government.issued.title"))

    def after(key: Key | None, count: int) -> list[tuple[Key, Any]]:
        found = rows if key is None else rows.filter(id__lt=key[0])
        return [((row.id,), row) for row in found[:count]]

    def before(key: Key, count: int) -> list[tuple[Key, Any]]:
        found = rows.filter(id__gt=key[0]).order_by("id")[:count]
        return [((row.id,), row) for row in reversed(found)]

    page = key_page(asked_page(request, 1), PAGE_SIZE, after=after, before=before)
    context = {
        "title": t("government.issued.title"),
        "lead": t("government.issued.lead"),
        "page": page,
        "table": _table(actor, list(page.object_list)),
        "kinds": [(found.id, pick(found.title)) for found in register],
        "chosen": chosen,
        "number": number,
    }
    return render(request, "government/certificates_issued.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*sorted(ISSUING_ROLES))
def issued_one(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show one certificate to its issuing city, and revoke it where a reason is given."""
    actor = signed_in(request)
    info = get_certificate(actor, number)
    fault, status = "", 200
    if request.method == "POST":
        try:
            _revoke(actor, number, request.POST.get("reason", ""))
            return HttpResponseRedirect(f"{HERE}/{number}?done=revoked", status=_SEE_OTHER)
        except CallerError as refused:
            fault, status = refused.message(_lang()), status_of(refused)
    record_look(request, actor, [info.person_id], PURPOSE)
    context = {
        "title": said(info.claims.title),
        "crumbs": [(t("government.issued.title"), HERE), (info.number, "")],
        "view": view_of(info),
        "basis": info.basis,
        "fault": fault,
        "done": request.GET.get("done") == "revoked" and info.state == REVOKED,
        "may_revoke": info.state not in (REVOKED, REPLACED),
        "longest": LONGEST_REASON,
    }
    return render(request, "government/certificate_issued.html", context, status=status)


@transaction.atomic
def _revoke(actor: Actor, number: str, reason: str) -> None:
    """Revoke it and tell the holder, with the reason."""
    info = revoke_certificate(actor, number, reason=reason)
    notify(
        info.person_id,
        key=f"government.certificate:{info.number}:revoked",
        title_key="government.notice.certificate_revoked",
        params={
            "title": dict(info.claims.title._asdict()),
            "number": info.number,
            "reason": info.ending.reason if info.ending else "",
        },
    )


def _table(actor: Actor, rows: list[Any]) -> Table:
    today = get_clock().today()
    title = partial(kind_title, actor.metro)
    return Table(
        caption=t("government.issued.title"),
        columns=[
            Column(t("government.certificate.number"), lead=True, width=24),
            Column(t("government.certificate.kind"), width=24),
            Column(t("government.certificate.issued_on"), "date"),
            Column(t("government.certificate.valid_until")),
            Column(t("government.certificate.standing")),
        ],
        rows=[
            [
                Link(row.number, f"{HERE}/{row.number}"),
                title(row.kind),
                row.valid_from,
                last_day_words(row.valid_until),
                t(f"government.certificate.state.{state_of(row, today)}"),
            ]
            for row in rows
        ],
        empty=t("government.issued.empty"),
    )


def _lang() -> Lang:
    return "en" if language() == "en" else "zh"
