"""Guard against ID numbers in stored messages (明文检查): none of them ever lies in clear."""

from __future__ import annotations

import json
import re

from rongcheng.foundation.outbox.errors import ClearIdNumber
from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import check_resident_id

_LOOKS_LIKE_ONE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])", re.ASCII)


def refuse_id_numbers(value: object, place: str) -> None:
    """Raise ClearIdNumber if a valid ID number stands anywhere in a JSON-like value."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    for candidate in _LOOKS_LIKE_ONE.findall(text):
        try:
            check_resident_id(candidate)
        except ResidentIdInvalid:
            continue
        raise ClearIdNumber(place=place)
