"""A service of somebody who exists elsewhere in a test, rated badly: her city must follow it up."""

from __future__ import annotations

from uuid import UUID

from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    Wish,
    open_case,
    rate_case,
    submit_case,
    take_step,
)
from rongcheng.web.actor import Actor

METRO, XIANGTAN = "changzhutan", "430300"


def rate_a_case(person_id: UUID, name: str, id_number: str) -> dict[str, str]:
    """Let her apply to Xiangtan, be refused at the door, and rate that as very dissatisfied.

    Returns the number of the case by the name under which addresses take it.
    """
    owner = Actor("resident", str(person_id), name, person_id=person_id, metro=METRO)
    answers = {
        "name": name,
        "id_number": id_number,
        "mobile": "13900000000",
        "living": "430302",
        "address": "样例路 2 号",
        "since": "2025-09-01",
        "ground": "home",
    }
    wanted = NewCase(person_id, "residence-permit", XIANGTAN, True, "rated", CHANNEL_PHONE, answers)
    number = open_case(owner, wanted).number
    submit_case(owner, number, Submission("rated-submits", incomplete=True))
    clerk = Actor("staff", str(UUID(int=8)), "样例·窗口", role="clerk", city=XIANGTAN, metro=METRO)
    take_step(clerk, number, CaseEvent.REFUSE, Step("clerk-refuses", "样例原因"))
    rate_case(owner, number, Wish("owner-rates", 5, "样例：没有说明理由"))
    return {"rated": number}
