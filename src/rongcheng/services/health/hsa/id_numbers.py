"""Finds ID numbers where none may stand (明文身份证号): texts that are kept in clear."""

from __future__ import annotations

import re

from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import check_resident_id

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])", re.ASCII)


def holds_id_number(text: str) -> bool:
    """Say whether a valid ID number stands anywhere in a text."""
    for candidate in _ID_NUMBER.findall(text):
        try:
            check_resident_id(candidate)
        except ResidentIdInvalid:
            continue
        return True
    return False
