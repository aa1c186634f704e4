"""Masked names (姓名脱敏): logs and lists show enough to tell people apart, not who they are."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """Return the first character of a name, then stars.

    >>> mask_name("林样例"), mask_name("林"), mask_name("")
    ('林**', '*', '')
    """
    if len(name) <= 1:
        return "*" * len(name)
    return name[0] + "*" * (len(name) - 1)
