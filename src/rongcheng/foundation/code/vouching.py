"""The metro area's signature for other rooms (代签): statements with a type of their own.

Whoever reads one needs the key, so a key stays published as long as what it signed here is to hold.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import F
from django.db.models.functions import Greatest

from rongcheng.foundation.code.keys import signing_key
from rongcheng.foundation.code.models import IssuerKey, KeyHold
from rongcheng.foundation.code.offline.statements import encode_statement

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when a key is kept for something that has no end."""


def sign_statement(metro: str, payload: bytes, media_type: str, *, until: datetime | None) -> bytes:
    """Return the metro area's signature over a payload of this type, to hold until a moment.

    `until` None: without an end. Call it in the transaction that stores the statement, so that
    the key is kept if and only if the statement is.
    """
    key = signing_key(metro)
    _keep(key.row, FOR_EVER if until is None else _year_after(until))
    return encode_statement(payload, media_type, key.key_id, key.private)


def _keep(key: IssuerKey, until: datetime) -> None:
    """Keep a key published at least until then; whoever keeps it longer at once wins."""
    held = KeyHold.objects.filter(key=key)
    if held.filter(until__gte=until).exists():
        return
    made = KeyHold.objects.bulk_create([KeyHold(key=key, until=until)], ignore_conflicts=True)
    assert made
    held.filter(until__lt=until).update(until=Greatest(F("until"), until))


def _year_after(moment: datetime) -> datetime:
    return datetime(min(moment.year + 1, FOR_EVER.year), 1, 2, tzinfo=UTC)
