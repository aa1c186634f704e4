"""One settlement per request (幂等): a retry gets the first answer, another content a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from rongcheng.services.health.errors import RequestConflict
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.queries import settled_by_id
from rongcheng.services.health.types import Place, Settled, SettlementRequest

ONCE_PER_REQUEST = "settlement_once_per_request"


def earlier_settlement(place: Place, request: SettlementRequest) -> Settled | None:
    """Return what this request settled before, or None; another content is a conflict."""
    found = (
        Settlement.objects.filter(institution_id=place.code, request_id=request.request_id)
        .values_list("id", "request_hash")
        .first()
    )
    if found is None:
        return None
    if bytes(found[1]) != request.request_hash:
        raise RequestConflict(request_id=request.request_id)
    return settled_by_id(found[0])


@contextmanager
def once_per_request(request_id: str) -> Iterator[None]:
    """Turn the database's word that a request id is taken into a conflict for the caller."""
    try:
        yield
    except IntegrityError as clash:
        if ONCE_PER_REQUEST not in str(clash):
            raise
        raise RequestConflict(request_id=request_id) from clash
