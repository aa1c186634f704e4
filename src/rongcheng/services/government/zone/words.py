"""States of a case as an app may show them (状态用词): short, in both languages."""

from __future__ import annotations

from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.handling.moving import words_of


def state_words(state: CaseState) -> dict[str, str]:
    """Return a state in both languages."""
    zh, en = words_of(state)
    return {"zh": zh, "en": en}
