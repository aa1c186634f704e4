"""Steps of a member of staff who signs in with a password and an authenticator."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.mfa_adapter import open_factor
from rongcheng.kernel.clock import get_clock

PASSWORD = "tea-kettle-on-the-hill"
STEP = 30
# What keeps guessers waiting would keep the tests waiting too.
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


def code_at(secret: str, shift: int = 0) -> str:
    """The code that an authenticator app shows now, or some half minutes from now."""
    counter = int(get_clock().now().timestamp()) // STEP + shift
    return str(format_hotp_value(hotp_value(secret, counter)))


def account_named(login: str) -> people.Account:
    return people.Account.objects.get(login=login)


def secret_of(login: str) -> str:
    """The secret that an account's authenticator holds, as its app knows it."""
    account = account_named(login)
    row = Authenticator.objects.get(user=account, type="totp")
    return open_factor(row.data["secret"], account.pk)


def give_authenticator(login: str) -> str:
    """Set an authenticator up, confirmed long ago; returns its secret."""
    account, secret = account_named(login), people.new_secret()
    people.confirm_authenticator(account, secret, code_at(secret, -1))
    return secret


def send_password(client: Client, login: str, password: str = PASSWORD, asked: str = "") -> str:
    """Send name and password; returns where the answer leads, empty if it leads nowhere."""
    sent = {"login": login, "password": password, "next": asked}
    return client.post("/signin/staff", sent).headers.get("Location", "")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
