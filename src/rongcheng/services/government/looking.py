"""Access records of the resident's pages (查看记录): one a request, hers or her deputy's."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.web.actor import signed_in
from rongcheng.web.middleware import request_id_of


def record_own_look(request: HttpRequest, data_kinds: Collection[str] = ("case",)) -> None:
    """Note that the person, or who acts for her, saw her cases; once in a request."""
    actor = signed_in(request)
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[actor.person_id] if actor.person_id else [],
        data_kinds=data_kinds,
        request_id=request_id_of(request),
    )
