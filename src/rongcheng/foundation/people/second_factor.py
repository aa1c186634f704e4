"""The second step of a sign-in (两步登录): a code from an authenticator app, or a recovery code.

allauth keeps the authenticators (`allauth.mfa`), with their secrets sealed. Three things are ours:
a code counts once over all web workers, the moment comes from the one clock, and every try is
counted against the account's limit before it is judged.

Source: RFC 6238 (TOTP), 5.2: a code must not be accepted twice; one step of delay is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest
from typing import Literal

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.db import transaction
from django.db.models.functions import Greatest

from rongcheng.foundation.people.account_events import note_event
from rongcheng.foundation.people.limits import forget_tries, take_try
from rongcheng.foundation.people.mfa_adapter import SealingAdapter, open_factor, sealing_for
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.sign_in_errors import CodeWrong
from rongcheng.foundation.people.sign_in_rules import code_required
from rongcheng.kernel.clock import get_clock

STEP_SECONDS = 30
"""How long one code stands, as every authenticator app has it (RFC 6238, 4.1)."""
_ALLOWED_STEPS = (-1, 0, 1)
_CODE_DIGITS = 6

Means = Literal["totp", "recovery"]


def needs_code(account: Account) -> bool:
    """Return whether this account signs in with a code beside the password, by its role."""
    return account.staff is not None and code_required(account.staff.role)


def has_authenticator(account: Account) -> bool:
    """Return whether an authenticator app is set up for this account."""
    return _authenticator(account, Authenticator.Type.TOTP) is not None


def with_authenticator(accounts: Iterable[Account]) -> set[int]:
    """Return which of these accounts have an authenticator, in one query."""
    rows = Authenticator.objects.filter(
        user_id__in=[account.pk for account in accounts], type=Authenticator.Type.TOTP
    )
    return set(rows.values_list("user_id", flat=True))


def new_secret() -> str:
    """Return a new secret for an authenticator app, in base32; it counts once it is confirmed."""
    return str(generate_totp_secret())


def setup_address(account: Account, secret: str) -> str:
    """Return the `otpauth:` address that an authenticator app scans."""
    return str(SealingAdapter().build_totp_url(account, secret))


def confirm_authenticator(account: Account, secret: str, code: str) -> None:
    """Set up an authenticator with a first right code; one that was there is replaced.

    Raises TooManyTries and CodeWrong.
    """
    subject = str(account.pk)
    take_try("second_factor", subject)
    step = _step_of(secret, _digits(code))
    with transaction.atomic():
        # A secret's first code was never used before; from here on it is.
        Account.objects.filter(pk=account.pk).update(totp_step=Greatest("totp_step", step))
        Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
        with sealing_for(account.pk):
            TOTP.activate(account, secret)
        note_event(account, "factor_set")
    forget_tries("second_factor", subject)


def check_code(account: Account, code: str) -> Means:
    """Accept the authenticator's code or a recovery code, each once; say which it was.

    Raises TooManyTries and CodeWrong.
    """
    subject = str(account.pk)
    take_try("second_factor", subject)
    digits = _digits(code)
    if len(digits) == _CODE_DIGITS:
        _check_totp(account, digits)
        means: Means = "totp"
    else:
        _check_recovery(account, digits)
        means = "recovery"
    forget_tries("second_factor", subject)
    return means


def list_recovery_codes(account: Account) -> list[str]:
    """Return the recovery codes that are left, to be shown right after they were made."""
    row = _authenticator(account, Authenticator.Type.RECOVERY_CODES)
    if row is None:
        return []
    with sealing_for(account.pk):
        return list(RecoveryCodes(row).get_unused_codes())


def make_recovery_codes(account: Account) -> list[str]:
    """Return new recovery codes (备用码); those before no longer count."""
    with transaction.atomic(), sealing_for(account.pk):
        held = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
        held.delete()
        codes = RecoveryCodes.activate(account)
        note_event(account, "codes_made")
        return list(codes.get_unused_codes())


def count_recovery_codes(account: Account) -> int:
    """Return how many recovery codes are left."""
    return len(list_recovery_codes(account))


def remove_second_factor(account: Account) -> bool:
    """Take away authenticator and recovery codes; the next sign-in sets up new ones."""
    return bool(Authenticator.objects.filter(user=account).delete()[0])


def _check_totp(account: Account, digits: str) -> None:
    row = _authenticator(account, Authenticator.Type.TOTP)
    if row is None:
        raise CodeWrong()
    step = _step_of(open_factor(row.data["secret"], account.pk), digits)
    if not _spend_step(account, step):
        raise CodeWrong()
    row.record_usage()


def _check_recovery(account: Account, digits: str) -> None:
    row = _authenticator(account, Authenticator.Type.RECOVERY_CODES)
    if row is None:
        raise CodeWrong()
    # allauth locks the row, so that one code is spent once.
    with sealing_for(account.pk):
        if not RecoveryCodes(row).validate_code(digits):
            raise CodeWrong()
    note_event(account, "code_spent")


def _step_of(secret: str, digits: str) -> int:
    """Return the half minute to which a code belongs; raises CodeWrong."""
    now = int(get_clock().now().timestamp()) // STEP_SECONDS
    found = 0
    for step in (now + shift for shift in _ALLOWED_STEPS):
        # Every step is compared, so that the time taken tells nothing.
        expected = str(format_hotp_value(hotp_value(secret, step)))
        if compare_digest(expected.encode(), digits.encode()):
            found = step
    if not found:
        raise CodeWrong()
    return found


def _spend_step(account: Account, step: int) -> bool:
    """Use a half minute up; False if it, or a later one, was used before."""
    unused = Account.objects.filter(pk=account.pk, totp_step__lt=step)
    return unused.update(totp_step=step) == 1


def _authenticator(account: Account, kind: str) -> Authenticator | None:
    return Authenticator.objects.filter(user=account, type=kind).first()


def _digits(code: str) -> str:
    """Return a code without the spaces and dashes with which people copy it."""
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())
