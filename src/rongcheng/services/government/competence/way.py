"""The way of a case as it is kept with it (由谁办及依据): names, mode, each answer's document."""

from __future__ import annotations

from typing import Any

from rongcheng.services.government.competence.routing import RoutedCase, mode_words


def way_in_words(routed: RoutedCase) -> dict[str, Any]:
    """Return who decides, who takes part, in which mode and on which basis, for the page.

    Kept with the case, so that one decided under a power that was recalled stays explained.
    """
    decider = routed.decider
    zh, en = mode_words(routed.routing.mode)
    return {
        "decider": dict(decider.name) if decider else {"zh": "", "en": ""},
        "mode": {"zh": zh, "en": en},
        "joint": [{"name": dict(a.name), "part": dict(a.part)} for a in routed.joint],
        "notes": [
            {"code": note.code, "zh": note.message("zh"), "en": note.message("en")}
            for note in routed.outcome.notes
        ],
        "bases": [
            {
                "answer": answer.name.lower(),
                "key": ground.key,
                "document": ground.document,
                "number": ground.number,
                "status": ground.status,
            }
            for answer, ground in routed.bases
        ],
    }
