"""Addresses for the web tests: pages that fail in each way, and the switches."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from rongcheng.kernel.errors import CallerError, OurError, PeerError
from rongcheng.web.actor import Actor, actor_of, actor_required
from rongcheng.web.i18n import t


class Wrong(CallerError):
    """A caller's error for tests."""

    code = "web.E901"
    zh = "第 {n} 项不对，请改正后再试。"
    en = "Item {n} is wrong; correct it and try again."


class Broken(OurError):
    """An error of ours for tests."""

    code = "web.E902"
    zh = "我们这里坏了，请稍后再试。"
    en = "We broke something; try again later."


class Silent(PeerError):
    """A peer's error for tests."""

    code = "web.E903"
    zh = "参保地系统没有回应，请过几分钟再试。"
    en = "The home system does not answer; try again in a few minutes."


ERRORS: dict[str, Exception] = {
    "caller": Wrong(n=3),
    "ours": Broken(),
    "peer": Silent(),
    "denied": PermissionDenied(),
    "suspicious": SuspiciousOperation("x"),
    "crash": ZeroDivisionError("secret detail"),
}


def failing(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


def spoken(request: HttpRequest) -> JsonResponse:
    """Return what the middlewares gave the request."""
    given = vars(request)
    return JsonResponse({"lang": given["lang"], "said": t("web.site"), "id": given["request_id"]})


@actor_required("resident", "fund")
def guarded(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    assert isinstance(actor, Actor)
    return HttpResponse(actor.label)


urlpatterns = [
    path("", include("rongcheng.web.urls")),
    path("fail/<str:how>", failing),
    path("api/fail/<str:how>", failing),
    path("spoken", spoken),
    path("guarded", guarded),
]
handler400 = "rongcheng.web.errors.bad_request"
handler403 = "rongcheng.web.errors.permission_denied"
handler404 = "rongcheng.web.errors.page_not_found"
handler500 = "rongcheng.web.errors.server_error"
