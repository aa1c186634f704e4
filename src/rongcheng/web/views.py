"""The switches in the page's head (显示设置): language, theme, elder mode, without any script."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rongcheng.web.preferences import chosen, preferences_of, remember


def safe_next(request: HttpRequest, asked: str, default: str = "/") -> str:
    """Return an address of this site to go on to; anything else becomes `default`."""
    here = {request.get_host()}
    secure = request.is_secure()
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=here, require_https=secure):
        return asked
    return default


# No token, so that public pages need no cookie: the worst a foreign form could do is change
# someone's type size, and browsers that say where a form comes from are refused even that.
@csrf_exempt
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Remember the pressed switch and return to the page where it was pressed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise PermissionDenied
    answer = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    answer.status_code = 303
    remember(answer, chosen(request.POST, preferences_of(request)))
    return answer
