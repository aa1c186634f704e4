"""Cases of somebody who exists elsewhere in a test: one answered by a letter, one to be posted."""

from __future__ import annotations

from uuid import UUID

from rongcheng.foundation.cases.public import letters_of
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
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.posted_case import decide_a_case_by_post

METRO, XIANGTAN = "changzhutan", "430300"


def begin_a_case(person_id: UUID, name: str, id_number: str) -> dict[str, str]:
    """Let her apply to Xiangtan for a residence permit; an officer asks for what is missing.

    Returns the names of the case and of the letter for addresses, and of one to be posted.
    """
    owner = Actor("resident", str(person_id), name, person_id=person_id, metro=METRO)
    answers = {
        "name": name,
        "id_number": id_number,
        "mobile": "13900000000",
        "living": "430302",
        "address": "样例路 1 号",
        "since": "2025-09-01",
        "ground": "work",
    }
    wanted = NewCase(person_id, "residence-permit", XIANGTAN, True, "owner", CHANNEL_PHONE, answers)
    number = open_case(owner, wanted).number
    submit_case(owner, number, Submission("owner-submits", incomplete=True))
    officer = Actor(
        "staff", str(UUID(int=7)), "样例·承办", role="officer", city=XIANGTAN, metro=METRO
    )
    case = take_step(officer, number, CaseEvent.ASK_SUPPLEMENT, Step("officer-asks"))
    letter = letters_of(SYSTEM, case)[-1]
    posted = decide_a_case_by_post(person_id, name, id_number)
    return {"permit": number, "letter": str(letter.seq)} | posted
