"""Who looked at whose entries (清算的访问记录): a settlement's number stands for its person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpRequest

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.ledger.public import StatementRow
from rongcheng.web.actor import Actor
from rongcheng.web.middleware import request_id_of
from rongcheng.web.registry import entry_persons

_PORTION = 1_000


def record_entries_look(request: HttpRequest, actor: Actor, references: Iterable[str]) -> None:
    """Write who looked at these references' persons on a page, once for the request."""
    _record(actor, "clearing", set(references), request_id_of(request))


def recorded_rows(
    rows: Iterable[StatementRow], actor: Actor, *, application: str = "web", request_id: str = ""
) -> Iterator[StatementRow]:
    """Yield a long statement's rows, each portion recorded before it is given out."""
    left = iter(rows)
    while portion := list(islice(left, _PORTION)):
        references = {row.reference for row in portion}
        _record(actor, "export", references, request_id, application)
        yield from portion


def _record(
    actor: Actor, purpose: str, references: set[str], request_id: str, application: str = "web"
) -> None:
    record_access(
        actor=actor,
        application=application,
        purpose=purpose,
        persons=entry_persons(references) if references else [],
        data_kinds=["settlement"],
        request_id=request_id,
    )
