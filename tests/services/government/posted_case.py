"""A decided case of somebody who exists elsewhere in a test, whose result waits to be posted."""

from __future__ import annotations

from uuid import UUID

from rongcheng.foundation.cases.public import Handed
from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    hand_in_materials,
    open_case,
    submit_case,
    take_step,
)
from rongcheng.web.actor import Actor
from tests.services.government.post_address import WHERE

METRO, XIANGTAN, PERMIT = "changzhutan", "430300", "residence-permit"


def decide_a_case_by_post(person_id: UUID, name: str, id_number: str) -> dict[str, str]:
    """Let her apply to Xiangtan, be granted what she asks for, and want it by post.

    Returns the number of the case by the name under which addresses take it.
    """
    owner = Actor("resident", str(person_id), name, person_id=person_id, metro=METRO)
    answers = {
        "name": name,
        "id_number": id_number,
        "mobile": "13900000000",
        "living": "430302",
        "address": "样例路 3 号",
        "since": "2025-09-01",
        "ground": "home",
    }
    wanted = NewCase(
        person_id, "residence-permit", XIANGTAN, True, "posted", CHANNEL_PHONE, answers
    )
    number = open_case(owner, wanted).number
    papers = ("id-card", "photograph", "living-proof")
    hand_in_materials(owner, number, [Handed(one, "paper") for one in papers])
    submit_case(owner, number, Submission("posted-submits", delivery="post", address=WHERE))
    for order, (role, event) in enumerate(
        (("clerk", "ACCEPT"), ("officer", "BEGIN_REVIEW"), ("head", "DECIDE"))
    ):
        who = Actor("staff", str(UUID(int=20 + order)), f"样例·{role}", role=role, city=XIANGTAN,
                    metro=METRO)  # fmt: skip
        data = {"granted": True} if event == "DECIDE" else {}
        take_step(who, number, CaseEvent[event], Step(f"posted-{event}", data=data))
    return {"posted": number}
