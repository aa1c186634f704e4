"""When something does not work (出错时): what happened, whose turn it is, and what to do next.

Endpoints answer one JSON envelope, pages a designed page in the reader's language. No answer is
an error code alone, and none shows a trace.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from rongcheng.kernel.errors import Fault, RongchengError
from rongcheng.web import i18n
from rongcheng.web.preferences import preferences_of

logger = logging.getLogger(__name__)

_STATUS = {Fault.CALLER: 400, Fault.OURS: 500, Fault.PEER: 502}
_NEXT = {Fault.CALLER: "web.next.caller", Fault.OURS: "web.next.ours", Fault.PEER: "web.next.peer"}
_LAST_RESORT = (
    "<!doctype html><html lang='zh-Hans'><meta charset='utf-8'><title>融城</title>"
    "<h1>系统暂时出了问题</h1><p>您的操作没有生效。请过几分钟再试；着急请到窗口办理。</p>"
    "<p lang='en'>Something failed on our side and nothing was changed. "
    "Please try again in a few minutes.</p></html>"
)


def _plain(value: object) -> object:
    """Keep what JSON can say as it is, and say everything else as text."""
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)


def error_body(
    *,
    code: str,
    fault: Fault,
    message: str,
    message_en: str,
    params: dict[str, object] | None = None,
) -> dict[str, Any]:
    """Return the envelope of every failed call of the native API.

    `{"error": {code, fault, message, message_en, next, next_en, params}}`, messages in Chinese
    and English, `next` saying what the caller should do.
    """
    return {
        "error": {
            "code": code,
            "fault": fault.value,
            "message": message,
            "message_en": message_en,
            "next": i18n.t(_NEXT[fault], "zh"),
            "next_en": i18n.t(_NEXT[fault], "en"),
            "params": {name: _plain(value) for name, value in (params or {}).items()},
        }
    }


def envelope(error: RongchengError) -> dict[str, Any]:
    """Return the JSON envelope of an error of our own."""
    return error_body(
        code=error.code,
        fault=error.fault,
        message=error.message("zh"),
        message_en=error.message("en"),
        params=error.params,
    )


def status_of(error: RongchengError) -> int:
    """Return the HTTP status: the error's own `status`, else by whose fault it is."""
    own = getattr(error, "status", None)
    return own if isinstance(own, int) else _STATUS[error.fault]


def wants_json(request: HttpRequest) -> bool:
    """Return whether the caller is a program: an API path, or one that accepts JSON only."""
    if request.path.startswith(("/api/", "/hsa")):
        return True
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept


def error_json(error: RongchengError) -> JsonResponse:
    """Answer an endpoint's caller with the envelope and the fitting status."""
    return JsonResponse(
        envelope(error), status=status_of(error), json_dumps_params={"ensure_ascii": False}
    )


def respond_to_error(request: HttpRequest, error: RongchengError) -> HttpResponse:
    """Answer an error of our own: JSON for programs, a page with its own words for people."""
    if error.fault is not Fault.CALLER:
        logger.error("%s: %s", error.code, error.message("en"), extra={"path": request.path})
    if wants_json(request):
        answer: HttpResponse = error_json(error)
    else:
        spoken = preferences_of(request).lang
        said = error.message("zh" if spoken == "zh" else "en")
        answer = _page(request, status_of(error), said=said)
    # Of a rest after too many tries: programs read when it is over here, people in the sentence.
    seconds = getattr(error, "retry_after", None)
    if isinstance(seconds, int):
        answer["Retry-After"] = str(seconds)
    return answer


def _answer(request: HttpRequest, status: int, fault: Fault) -> HttpResponse:
    if not wants_json(request):
        return _page(request, status)
    body = error_body(
        code=f"web.H{status}",
        fault=fault,
        message=i18n.t(f"web.error.{status}.lead", "zh"),
        message_en=i18n.t(f"web.error.{status}.lead", "en"),
    )
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _page(request: HttpRequest, status: int, said: str = "") -> HttpResponse:
    """Render the designed page without the request, so that a lost database cannot break it."""
    preferences = preferences_of(request)
    token = i18n.activate(preferences.lang)
    shown = status if f"web.error.{status}.title" in i18n.catalogue("zh") else 500
    context = {
        "status": status,
        "title": i18n.t(f"web.error.{shown}.title"),
        "lead": said or i18n.t(f"web.error.{shown}.lead"),
        "next_title": i18n.t("web.error.next"),
        "todo": i18n.t(f"web.error.{shown}.todo"),
        "prefs": preferences,
        "path": request.path,
        "sign_in": settings.LOGIN_URL,
        "request_id": getattr(request, "request_id", ""),
    }
    try:
        return HttpResponse(render_to_string("errors/error.html", context), status=status)
    finally:
        i18n.restore(token)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read, and how to go on (400)."""
    return _answer(request, 400, Fault.CALLER)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say who may see this page (403)."""
    return _answer(request, 403, Fault.CALLER)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing stands at this address, and where people usually want to go (404)."""
    return _answer(request, 404, Fault.CALLER)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, that nothing was changed, and what to do meanwhile (500)."""
    try:
        return _answer(request, 500, Fault.OURS)
    except Exception:  # The last entry point of all: whatever broke, people get a readable page.
        logger.exception("error page failed")
        return HttpResponse(_LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form had grown old and must be opened again (403)."""
    if wants_json(request):
        return _answer(request, 403, Fault.CALLER)
    return _page(request, 403, said=i18n.t("web.error.stale_form", preferences_of(request).lang))
