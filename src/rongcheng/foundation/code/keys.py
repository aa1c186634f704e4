"""Issuer keys (签发密钥): each metro area signs with its own; the next is known before it is used.

How long a key signs, and how long before its end its successor is made and published, is policy
(`code.key.*`). The successor signs once half of that lead is over, so desks that go online now
and then never meet an unknown key. A key stays published until everything that it signed has
expired, whatever policy says by then, or until it is withdrawn.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from rongcheng.foundation.code.errors import IssuerKeyUnknown
from rongcheng.foundation.code.models import Credential, IssuerKey, PublishedStatusList
from rongcheng.foundation.code.offline.cose import PrivateKey, key_of_point, point_of_key
from rongcheng.foundation.code.offline.keyset import KeySet, TrustedKey, key_id_of_point
from rongcheng.foundation.code.terms import KeyTerms, key_terms
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn

PRIVATE_KEYS = SealedColumn(
    "code.IssuerKey",
    "private_sealed",
    ("metro", "key_id"),
    lambda metro, key_id: _context(metro, bytes(key_id)),
)
"""The private keys of all metro areas, for the day on which sealing keys rotate."""

_SCALAR_BYTES = 32
# The machines of one installation may differ by seconds; a new key signs for all of them at once.
_HEAD_START = timedelta(minutes=1)


class SigningKey(NamedTuple):
    """The key that signs now: its row, its id, and the opened private key."""

    row: IssuerKey
    key_id: bytes
    private: PrivateKey


def ensure_keys(metro: str) -> IssuerKey:
    """Return the key that a metro area signs with now, making it or its successor when due.

    However many processes ask at once, one key of each number comes to be.
    """
    now, terms = get_clock().now().replace(microsecond=0), key_terms(metro)
    # Read before anything is decided: whoever decides on the same rows makes the same number.
    rows = list(IssuerKey.objects.filter(metro=metro).order_by("number"))
    number = rows[-1].number + 1 if rows else 1
    newest = next((row for row in reversed(rows) if row.withdrawn_at is None), None)
    if newest is None or newest.signs_until <= now:
        _make(metro, number, terms, signs_from=now - _HEAD_START)
    elif newest.signs_until - terms.made_ahead <= now:
        begins = max(now, newest.signs_until - terms.made_ahead / 2)
        _make(metro, number, terms, signs_from=begins)
    live = IssuerKey.objects.filter(metro=metro, withdrawn_at__isnull=True)
    signing: IssuerKey = live.filter(signs_from__lte=now).latest("number")
    return signing


def signing_key(metro: str) -> SigningKey:
    """Return the key that a metro area signs with now, opened; raises SealBroken."""
    row = ensure_keys(metro)
    key_id = bytes(row.key_id)
    scalar = get_suite().open(bytes(row.private_sealed), _context(row.metro, key_id))
    private = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
    return SigningKey(row, key_id, private)


def published_keys() -> KeySet:
    """Return the keys of every metro area that anything still valid may be signed with."""
    now = get_clock().now()
    signed = Credential.objects.filter(key=OuterRef("pk"), expires_at__gt=now)
    # A desk may hold the last list that this key signed; it lives as long as the present ones.
    lists = PublishedStatusList.objects.filter(metro=OuterRef("metro")).order_by("number")
    life = Subquery(lists.values(life=F("expires_at") - F("issued_at"))[:1])
    lists_end = ExpressionWrapper(F("signs_until") + life, DateTimeField())
    rows = IssuerKey.objects.annotate(lists_end=lists_end).filter(
        Q(signs_until__gt=now) | Q(lists_end__gt=now) | Q(hold__until__gt=now) | Exists(signed),
        withdrawn_at__isnull=True,
    )
    return KeySet(
        TrustedKey(
            bytes(row.key_id),
            row.metro,
            key_of_point(bytes(row.point)),
            int(row.signs_from.timestamp()),
            int(row.signs_until.timestamp()),
        )
        for row in rows
    )


def withdraw_key(metro: str, key_id: bytes) -> None:
    """Withdraw a key that is no longer safe (作废密钥); the next signature gets a new one.

    Verifiers refuse what it signed as soon as they fetch the key set. Raises IssuerKeyUnknown.
    """
    rows = IssuerKey.objects.filter(metro=metro, key_id=key_id)
    if not rows.exists():
        raise IssuerKeyUnknown(metro=metro)
    rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=get_clock().now())


def _make(metro: str, number: int, terms: KeyTerms, *, signs_from: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    point = point_of_key(private.public_key())
    key_id = key_id_of_point(point)
    scalar = private.private_numbers().private_value.to_bytes(_SCALAR_BYTES, "big")
    draft = IssuerKey(
        metro=metro,
        number=number,
        key_id=key_id,
        point=point,
        private_sealed=get_suite().seal(scalar, _context(metro, key_id)),
        signs_from=signs_from,
        signs_until=signs_from + terms.signs,
    )
    # Somebody else may have made this number in the meantime: then theirs stands.
    IssuerKey.objects.bulk_create([draft], ignore_conflicts=True)


def _context(metro: str, key_id: bytes) -> bytes:
    return f"code.IssuerKey.private:{metro}:{key_id.hex()}".encode()
