"""How long codes, cards, keys and lists last (有效期), as docs/settings.md says."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings

from rongcheng.foundation.code.offline.types import Purpose

PHONE_PURPOSES = tuple(Purpose)
CARD_PURPOSES = (Purpose.HEALTH_DESK, Purpose.WINDOW)
"""A static code can be copied: it opens only desks where somebody looks at the holder."""

MOST_PHONES = 5
KEY_SIGNS = timedelta(days=180)
KEY_MADE_AHEAD = timedelta(days=14)
"""The next key is published so long before the present one ends, and signs after half of it."""


class CodeTerms(NamedTuple):
    """What this installation sets for its codes."""

    phone_life: timedelta
    card_life: timedelta
    card_uses: int
    status_life: timedelta


def code_terms() -> CodeTerms:
    """Return the installation's terms."""
    return CodeTerms(
        timedelta(days=settings.RONGCHENG_CODE_DAYS),
        timedelta(days=settings.RONGCHENG_CARD_DAYS),
        settings.RONGCHENG_CARD_USES,
        timedelta(hours=settings.RONGCHENG_STATUS_HOURS),
    )
