"""Verifying a code at a desk or window (核验融城码): a plain yes or no, and who came.

The form works without script. With it the same form is sent in place and answered by the same
partial; without a network the page's own verifier answers (`static/portal/code/verify`).
"""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.code.public import (
    OnlineAnswer,
    Purpose,
    PurposeNotYours,
    purposes_for,
    verify_online,
)
from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.portal.counter.serving_by_code import offer_serving, withdraw_offer
from rongcheng.portal.desk_verify.words import Shown, blank_answers, page_words, purpose_choices
from rongcheng.portal.metros import published_books
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of

LONGEST_TEXT = 1_000
_REQUEST_ID = re.compile(r"[0-9A-Za-z_-]{8,40}", re.ASCII)
# What a Chinese keyboard makes of a scanner's keys, back to what was printed.
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("desk", "clerk")
def desk_verify(request: HttpRequest) -> HttpResponseBase:
    """Show the form; a posted code is verified online, counted, and answered with who came."""
    actor = signed_in(request)
    purposes = purposes_for(actor)
    shown, status = None, 200
    if request.method == "POST":
        shown, status = _answered(request, actor, purposes)
        if request.headers.get("X-Fragment"):
            template = "portal/desk_verify_answer.html"
            return render(request, template, {"shown": shown, "mode": "online"}, status=status)
    context = {
        "shown": shown,
        "mode": "online",
        "chosen": request.POST.get("purpose", ""),
        "purposes": purpose_choices(purposes),
        "words": page_words(),
        "kinds": blank_answers(),
        "request_id": secrets.token_urlsafe(16),
    }
    return render(request, "portal/desk_verify.html", context, status=status)


def _answered(
    request: HttpRequest, actor: Actor, purposes: tuple[Purpose, ...]
) -> tuple[Shown, int]:
    """Verify what was posted; a request that cannot be verified is told in the same place."""
    lang: Lang = "en" if language() == "en" else "zh"
    asked = request.POST.get("request_id", "")
    number = asked if _REQUEST_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    withdraw_offer(request)
    try:
        answer = verify_online(
            actor,
            typed_text(request.POST.get("text", "")),
            purpose=_purpose(request.POST.get("purpose", ""), purposes),
            request_id=number,
            trace_id=request_id_of(request),
        )
    except CallerError as error:
        return Shown("cannot", error.message(lang), [], []), status_of(error)
    shown = _shown(answer, lang)
    if actor.role == "clerk" and answer.resident is not None:
        offer_serving(request, answer.resident.id, number)
        shown = shown._replace(verification=number)
    return shown, 200


def typed_text(written: str) -> str:
    """Return what was scanned or typed, without the line's end and in half-width signs.

    >>> typed_text("ＲＣ１：6BF" + chr(13))
    'RC1:6BF'
    """
    return written[: 2 * LONGEST_TEXT].strip("\r\n\t").translate(_HALF_WIDTH)


def _purpose(word: str, purposes: tuple[Purpose, ...]) -> Purpose:
    found = next((purpose for purpose in purposes if purpose.word == word), None)
    if found is None:
        allowed = ", ".join(purpose.word for purpose in purposes) or "-"
        raise PurposeNotYours(purpose=word[:20], allowed=allowed)
    return found


def _shown(answer: OnlineAnswer, lang: Lang) -> Shown:
    verdict = answer.verdict
    kind = "yes" if verdict.accepted else "no"
    # "Valid" stands above it in large letters: the line below says what that means.
    is_plain = verdict.accepted and not verdict.is_static
    reason = t("portal.verify.say.good") if is_plain else verdict.reason.message(lang)
    return Shown(kind, reason, _facts(answer), _notes(answer))


def _facts(answer: OnlineAnswer) -> list[tuple[str, str]]:
    """Return who came, as far as the answer says it."""
    person = answer.resident
    if person is None:
        return []
    cities = {c.code: pick(c.title) for book in published_books().values() for c in book.cities()}
    facts = {
        "name": person.name,
        "gender": t(f"portal.verify.sex.{person.gender}") if person.gender else "",
        "born_on": show_day(person.born_on, language()),
        "home_city": cities.get(person.home_city, "") if person.home_city else "",
    }
    return [(t(f"portal.verify.person.{name}"), value) for name, value in facts.items() if value]


def _notes(answer: OnlineAnswer) -> list[str]:
    notes = []
    if answer.verdict.accepted and answer.resident is None:
        notes.append(t("portal.verify.withheld"))
    if answer.uses_left is not None:
        notes.append(t("portal.verify.uses_left", None, count=answer.uses_left))
    return notes
