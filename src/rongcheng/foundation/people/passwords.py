"""Passwords of staff (工作人员密码): long, not common, changed by whoever uses them.

Length counts more than signs; no rule asks for capitals and digits, and none lets a password
expire without a reason.

Source: NIST SP 800-63B, 3.1.1 (length, lists of common ones, no composition rules).
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from rongcheng.foundation.people.sign_in_errors import PasswordTooWeak
from rongcheng.foundation.people.sign_in_rules import password_rules

# Letters and digits that are not mistaken for one another when read from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
_FEWEST_DIFFERENT = 5
_OURS = ("rongcheng", "融城")


def normal_form(password: str) -> str:
    """Return a password in the form that is hashed: the same whichever way it was typed."""
    return unicodedata.normalize("NFC", password)


def check_new_password(password: str, login: str) -> None:
    """Refuse a password that is short, common, or made of one's own name; PasswordTooWeak."""
    rules = password_rules()
    if len(password) < rules.shortest:
        raise PasswordTooWeak(
            why_zh=f"不到 {rules.shortest} 个字", why_en=f"it has fewer than {rules.shortest} signs"
        )
    if len(password) > rules.longest:
        raise PasswordTooWeak(
            why_zh=f"超过 {rules.longest} 个字", why_en=f"it has more than {rules.longest} signs"
        )
    lowered = password.casefold()
    if len(set(lowered)) < _FEWEST_DIFFERENT:
        raise PasswordTooWeak(why_zh="重复的字太多", why_en="it repeats too few signs")
    # What is left without the digits at the end: "password123456" is "password".
    stem = lowered.rstrip("0123456789!@#.?_-")
    if any(word in lowered for word in (login.casefold(), *_OURS) if word):
        raise PasswordTooWeak(
            why_zh="里面有登录名或本系统的名字", why_en="it holds the sign-in name or ours"
        )
    if _is_common(lowered) or _is_common(stem) or _is_run(lowered):
        raise PasswordTooWeak(why_zh="用的人太多", why_en="too many people use it")


def new_initial_password() -> str:
    """Return an initial password that can be read aloud: four groups of five."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


@cache
def _common_ones() -> CommonPasswordValidator:
    """Return Django's list of twenty thousand, read when somebody chooses a password."""
    return CommonPasswordValidator()


def _is_common(word: str) -> bool:
    try:
        _common_ones().validate(word)
    except ValidationError:
        return True
    return False


def _is_run(word: str) -> bool:
    """Say whether each sign follows the one before by the same step, such as 123456789012."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(word)}
    return word.isdigit() and len(steps) == 1
