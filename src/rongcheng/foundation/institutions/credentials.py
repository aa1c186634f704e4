"""Machine credentials (接口凭证): each signed call of an institution is checked by its secret.

Look-ups are remembered in the process for a short while, since every call needs one. A revoked
credential therefore still works in other processes for at most `REMEMBERED_S` seconds.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import NamedTuple

from rongcheng.foundation.institutions.errors import CredentialUnknown
from rongcheng.foundation.institutions.models import Credential
from rongcheng.foundation.institutions.queries import institution_info
from rongcheng.foundation.institutions.types import InstitutionInfo
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.errors import shown
from rongcheng.kernel.sealed_columns import SealedColumn

REMEMBERED_S = 30.0
MOST_REMEMBERED = 10_000
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


SECRETS = SealedColumn(
    "institutions.Credential",
    "secret_sealed",
    ("access_key",),
    lambda access_key: _context(access_key),
)
"""The secrets of all credentials, for the day on which keys rotate."""


class _Remembered(NamedTuple):
    """A look-up and the monotonic second until which it may be used."""

    institution: InstitutionInfo
    secret: str
    until: float


_remembered: dict[str, _Remembered] = {}
_lock = threading.Lock()


def credential_for(access_key: str) -> tuple[InstitutionInfo, str]:
    """Return whose key pair this is and its secret; raises CredentialUnknown.

    One query, and none for the next half minute.
    """
    now = time.monotonic()
    known = _remembered.get(access_key)
    if known is not None and now < known.until:
        return known.institution, known.secret
    rows = Credential.objects.select_related("institution")
    row = rows.filter(access_key=access_key, revoked_at__isnull=True).first()
    if row is None:
        raise CredentialUnknown(access_key=shown(access_key))
    secret = open_secret(bytes(row.secret_sealed), access_key)
    found = _Remembered(institution_info(row.institution), secret, now + REMEMBERED_S)
    with _lock:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[access_key] = found
    return found.institution, found.secret


def forget_credentials() -> None:
    """Forget what this process remembers of credentials."""
    with _lock:
        _remembered.clear()


def live_credential(code: str) -> Credential:
    """Return the institution's live credential row."""
    return Credential.objects.get(institution_id=code, revoked_at__isnull=True)


def new_access_key() -> str:
    """Return a new access key: AK and 20 characters that are easy to read aloud."""
    return "AK" + "".join(secrets.choice(_ALPHABET) for _ in range(20))


def seal_secret(secret: str, access_key: str) -> bytes:
    """Return the secret sealed for its access key."""
    return get_suite().seal(secret.encode(), _context(access_key))


def open_secret(sealed: bytes, access_key: str) -> str:
    """Return the secret of an access key; raises SealBroken."""
    return get_suite().open(sealed, _context(access_key)).decode()


def _context(access_key: str) -> bytes:
    return f"institutions.Credential.secret:{access_key}".encode()
