"""The door of the hospital's desk (医院服务台入口): a park's or station's desk has none here."""

from __future__ import annotations

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rongcheng.foundation.institutions.public import is_designated_code
from rongcheng.web.actor import View, actor_required, signed_in


def hospital_desk_required(view: View) -> View:
    """Open a page to desks of institutions that treat and settle; to all others it is closed."""

    @actor_required("desk")
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_designated_code(signed_in(request).institution):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
