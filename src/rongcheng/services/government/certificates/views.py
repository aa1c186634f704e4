"""Certificates as pages show them (证照展示): facts in the reader's language, how they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.certificates.public import (
    EXPIRED,
    REPLACED,
    REVOKED,
    VALID,
    CertificateInfo,
    Words,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.web.actor import Actor
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

BADGES = {VALID: "good", EXPIRED: "warn", REVOKED: "bad", REPLACED: "warn"}


def said(words: Words) -> str:
    """Return a text of a certificate in the reader's language."""
    return words.en if language() == "en" else words.zh


def facts_of(info: CertificateInfo) -> list[tuple[str, str]]:
    """Return the lines of a certificate, and who issued it for how long."""
    claims = info.claims
    lines = [(said(field.title), said(field.value)) for field in claims.fields]
    return [
        *lines,
        (t("government.certificate.authority"), said(claims.authority)),
        (t("government.certificate.issued_on"), show_day(claims.valid_from, language())),
        (t("government.certificate.valid_until"), last_day_words(claims.valid_until)),
        (t("government.certificate.number"), info.number),
    ]


def last_day_words(last: date | None) -> str:
    """Return a certificate's last day, or that it has no end."""
    return show_day(last, language()) if last else t("government.certificate.no_end")


def standing_words(info: CertificateInfo) -> str:
    """Say in a sentence how a certificate stands; why it was revoked is for its holder only."""
    ended = info.ending
    day = show_day(ended.at.date(), language()) if ended else ""
    last = info.valid_until
    expired = show_day(last, language()) if last else ""
    return t(f"government.certificate.stands.{info.state}", None, day=day, last=expired)


def view_of(info: CertificateInfo) -> dict[str, Any]:
    """Return what a card or a page of one certificate shows."""
    return {
        "number": info.number,
        "title": said(info.claims.title),
        "state_text": t(f"government.certificate.state.{info.state}"),
        "badge": BADGES[info.state],
        "stands": standing_words(info),
        "authority": said(info.claims.authority),
        "issued_on": info.valid_from,
        "until": last_day_words(info.valid_until),
        "facts": facts_of(info),
        "sample": info.claims.sample,
        "reason": info.ending.reason if info.ending and info.state == REVOKED else "",
    }


def cities_words(book: PolicyBook, kind: str, on: date) -> list[str]:
    """Return the cities that accept a kind on a day, in the reader's language."""
    certificates = book.government.certificates
    known = {found.id: found for found in certificates.kinds()}
    if kind not in known:
        return []
    return [pick(city.title) for city in book.cities() if known[kind].recognised_by(city.code, on)]


def kind_title(metro: str, kind: str) -> str:
    """Return what a kind is called; its id where today's register has it no more."""
    titles = {k.id: k.title for k in current_book(metro).government.certificates.kinds()}
    return pick(titles[kind]) if kind in titles else kind


def record_look(request: HttpRequest, actor: Actor, persons: Iterable[UUID], purpose: str) -> None:
    """Write who looked at whose certificates, once for the request."""
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=sorted(set(persons)),
        data_kinds=["certificate"],
        request_id=request_id_of(request),
    )
