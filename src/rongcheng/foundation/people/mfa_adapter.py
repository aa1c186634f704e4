"""How allauth keeps secrets of authenticators (验证器密钥): sealed, each for its own account.

allauth's hooks are given the text alone. Whoever calls allauth says for which account first
(`sealing_for`), so that a sealed secret opens for that account only, like every other seal.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from rongcheng.foundation.people.models import Account
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn

_account: ContextVar[int] = ContextVar("rongcheng_sealing_account")


@contextmanager
def sealing_for(account_id: int) -> Iterator[None]:
    """Seal and open secrets of this account inside the block."""
    token = _account.set(account_id)
    try:
        yield
    finally:
        _account.reset(token)


def seal_factor(text: str, account_id: int) -> str:
    """Return an authenticator's secret as it may be stored."""
    sealed = get_suite().seal(text.encode(), _context(account_id))
    return base64.b64encode(sealed).decode()


def open_factor(sealed: str, account_id: int) -> str:
    """Return an authenticator's secret; raises SealBroken."""
    return get_suite().open(base64.b64decode(sealed), _context(account_id)).decode()


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what allauth stores; a LookupError where nobody said for which account."""

    def encrypt(self, text: str) -> str:
        """Return the secret sealed for the account of the block."""
        return seal_factor(text, _account.get())

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises SealBroken."""
        return open_factor(encrypted_text, _account.get())

    def get_totp_label(self, user: Any) -> str:
        """Return the sign-in name, which the authenticator shows beside the code."""
        return user.login if isinstance(user, Account) else ""


def _context(account_id: int) -> bytes:
    return f"people.Account.second_factor:{account_id}".encode()


SECRETS = tuple(
    SealedColumn("mfa.Authenticator", "data", ("user",), _context, member=member)
    for member in ("secret", "seed")
)
"""Where authenticators' secrets and the seeds of recovery codes lie."""
