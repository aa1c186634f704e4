"""What surrounds every request (每次请求): its number, safe headers, the reader's language."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from rongcheng.kernel.errors import RongchengError
from rongcheng.web import i18n
from rongcheng.web.errors import respond_to_error
from rongcheng.web.preferences import preferences_of

GetResponse = Callable[[HttpRequest], HttpResponse]

# Seventeen digits in a row may be somebody's ID number, and this number reaches logs and records.
_REQUEST_ID = re.compile(r"(?!.*[0-9]{17})[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# The hospital desk's scanner will ask for the camera on our own pages; nothing else is needed.
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


def request_id_of(request: HttpRequest) -> str:
    """Return the number under which logs and access records know this request."""
    return str(getattr(request, "request_id", ""))


class RequestContextMiddleware:
    """Gives each request a number, turns our own errors into answers, and sets safe headers.

    A well-formed `X-Request-ID` of a gateway in front is kept (8 to 64 of `A-Za-z0-9._-`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the request's number and the page's protection in the headers."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(12)
        request.request_id = request_id  # type: ignore[attr-defined]
        token = i18n.activate("zh")
        try:
            response = self.get_response(request)
        finally:
            i18n.restore(token)
        response["X-Request-ID"] = request_id
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        _forbid_shared_copies(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an error of our own; leave every other one to Django's last entry point."""
        if isinstance(error, RongchengError):
            return respond_to_error(request, error)
        return None


def _forbid_shared_copies(request: HttpRequest, response: HttpResponse) -> None:
    """Keep personal pages out of every cache, so that "back" shows nothing after signing out."""
    if "Cache-Control" in response.headers:
        return
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    response["Cache-Control"] = "private, no-store" if signed_in else "private, no-cache"
    if response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ["Cookie"])


class PreferencesMiddleware:
    """Gives `request.lang` (zh or en) and `request.preferences`, and speaks that language."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language."""
        preferences = preferences_of(request)
        request.preferences = preferences  # type: ignore[attr-defined]
        request.lang = preferences.lang  # type: ignore[attr-defined]
        token = i18n.activate(preferences.lang)
        try:
            return self.get_response(request)
        finally:
            i18n.restore(token)
