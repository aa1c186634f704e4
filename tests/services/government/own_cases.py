"""Cases of one resident, for tests that stand elsewhere: a draft, and one that waits for her."""

from __future__ import annotations

from uuid import UUID, uuid4

from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    open_case,
    submit_case,
    take_step,
)
from rongcheng.web.actor import Actor

LICENCE = {
    "name": "样例·居民",
    "id_number": "430202199001020017",
    "mobile": "13900000000",
    "company_name": "样例便民店",
    "company_kind": "sole",
    "premises_district": "430204",
    "premises_address": "样例路 1 号",
    "business_scope": "食品零售",
}


def own_cases(metro: str, person_id: UUID, at: str = "430200") -> dict[str, str]:
    """Return the numbers of a `draft` and of a case that was `asked` for a supplement."""
    owner = Actor("resident", str(person_id), "样例·居民", person_id=person_id, metro=metro)
    clerk = Actor("staff", str(uuid4()), "样例·窗口", role="clerk", city="430200", metro=metro)
    wanted = NewCase(person_id, "business-licence", at, True, "", CHANNEL_PHONE, LICENCE)
    draft, asked = (
        open_case(owner, wanted._replace(token=token)).number for token in ("draft", "asked")
    )
    submit_case(owner, asked, Submission("asked", incomplete=True))
    take_step(clerk, asked, CaseEvent.ASK_SUPPLEMENT, Step("asked-2", "请补齐"))
    return {"draft": draft, "asked": asked}
