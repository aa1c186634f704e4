"""Who looked at which case (查看记录): one record for each request of the back office."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.cases.public import Case
from rongcheng.web.actor import Actor
from rongcheng.web.middleware import request_id_of


def record_cases_look(
    request: HttpRequest,
    actor: Actor,
    cases: Iterable[Case],
    *,
    whole: bool = False,
    kinds: Collection[str] = ("identity",),
) -> None:
    """Note that somebody saw these cases: the line of a list, or the whole with its form.

    `kinds` is what else a page shows of a case than its line.
    """
    record_access(
        actor=actor,
        application="web",
        purpose="case_work",
        persons=[case.person_id for case in cases],
        data_kinds=["identity", "case"] if whole else list(kinds),
        request_id=request_id_of(request),
    )
