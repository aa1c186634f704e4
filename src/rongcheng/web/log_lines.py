"""Lines of the log (日志): whatever broke, no line tells an ID number.

Our own errors mask what they repeat. But a library's error may repeat a value as it came, and a
trace ends with it: so the last step before a line is written looks at all of it.
"""

from __future__ import annotations

import logging
import re

from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import check_resident_id

_LOOKS_LIKE_ONE = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])", re.ASCII)
MASK = "*" * 18


def mask_numbers(text: str) -> str:
    """Return the text with every valid ID number masked whole.

    >>> mask_numbers("no resident 430302199003071235, message 430302199003071236")
    'no resident ******************, message 430302199003071236'
    """
    return _LOOKS_LIKE_ONE.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    try:
        check_resident_id(found[0])
    except ResidentIdInvalid:
        return found[0]
    return MASK


class MaskedLines(logging.Formatter):
    """Formats a record, its trace included, and masks what must not be read there."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return mask_numbers(super().format(record))
