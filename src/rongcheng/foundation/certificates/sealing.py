"""Sealed credentials (证照密封): what a certificate says lies sealed, bound to its number."""

from __future__ import annotations

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn

CREDENTIALS = SealedColumn(
    "certificates.Certificate",
    "credential_sealed",
    ("number",),
    lambda number: _context(number),
)
"""All credentials, for the day on which sealing keys rotate."""


def seal_credential(number: str, credential: bytes) -> bytes:
    """Return a credential sealed for its certificate's row."""
    return get_suite().seal(credential, _context(number))


def open_credential(number: str, sealed: bytes) -> bytes:
    """Return the credential of a certificate; raises SealBroken."""
    return get_suite().open(sealed, _context(number))


def _context(number: str) -> bytes:
    return f"certificates.Certificate.credential:{number}".encode()
