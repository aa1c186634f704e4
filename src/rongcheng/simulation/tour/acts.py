"""What the tour does (体验的十个动作): each by the same actions as real traffic, on its own people.

An act takes the run and returns what it made, as JSON. It is called once a run and step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.services.health.public import (
    AccountUse,
    CareKind,
    SettlementRequest,
    Told,
    check_person_entitlement,
    decode_voucher,
    issue_voucher,
    place_of_institution,
    reverse_settlement,
    settle_visit,
)
from rongcheng.simulation.places import machine_actor
from rongcheng.simulation.stays import Bill, StayPlan, charges_of, days_ago, play_stay, request_of
from rongcheng.simulation.tour.closing import check_books, close_and_pay
from rongcheng.simulation.tour.family import (
    insurance_of,
    make_family,
    person_id_of,
    resident_actor,
)
from rongcheng.simulation.tour.run import Made, Run
from rongcheng.simulation.tour.scene import Scene, staff_actor

VISIT = Bill(class_a=31_640, class_b=10_000, class_c=3_435)
WRONG = Bill(class_a=99_900)
FIRST_STAY = Bill(class_a=3_704_444)
SECOND_STAY = Bill(class_a=2_081_846, class_b=3_500_000, class_c=418_154)
BIRTH = Bill(class_a=520_000, class_b=80_000)


def meet(run: Run, scene: Scene) -> Made:
    """Register the family, and let its day be new."""
    return {"family": make_family(run, scene)}


def show_code(run: Run, scene: Scene) -> Made:
    """The grandmother shows a fresh insurance code; the desk reads it and asks for a yes or no."""
    insurance = insurance_of(run, "grandmother")
    place = place_of_institution(scene.home_hospital)
    code = issue_voucher(insurance, scene.book.metro_area().province.code)
    _, member = decode_voucher(place, code)
    desk = staff_actor("desk", scene.home)
    record_access(
        actor=desk,
        application="tour",
        purpose="check",
        persons=[member.person.id],
        data_kinds=["identity", "insurance"],
    )
    found = check_person_entitlement(
        place,
        member,
        kind=int(CareKind.OUTPATIENT),
        disease_code="",
        on=get_clock().today(),
    )
    return {
        "code": code,
        "entitled": found.entitled,
        "reasons": [{"zh": r.message("zh"), "en": r.message("en")} for r in found.reasons],
    }


def see_doctor(run: Run, scene: Scene) -> Made:
    """The father's visit away from home, settled at the counter."""
    at = get_clock().now().astimezone(SHANGHAI)
    wanted = _visit(run, scene, "father", VISIT, at.isoformat())
    place = place_of_institution(scene.centre_hospital)
    actor = machine_actor(scene.centre_hospital)
    settled = settle_visit(place, wanted, actor, trace_id=f"tour-{run.id}")
    return {"setl_id": settled.setl_id, "role": "father", "sent_at": at.isoformat()}


def ask_why(run: Run, scene: Scene) -> Made:
    """The father asks for the account of his visit."""
    actor = resident_actor(run, "father")
    record_access(
        actor=actor,
        application="tour",
        purpose="self",
        persons=[person_id_of(run, "father")],
        data_kinds=["settlement"],
    )
    return {"setl_id": run.of(3)["setl_id"], "role": "father"}


def stay_twice(run: Run, scene: Scene) -> Made:
    """The grandmother's second stay of the year; the first was settled before it."""
    stays = [("A", FIRST_STAY, 9, 6), ("B", SECOND_STAY, 5, 0)]
    made = []
    for letter, bill, begun, ended in stays:
        plan = StayPlan(
            insurance_of(run, "grandmother").psn_no,
            person_id_of(run, "grandmother"),
            int(CareKind.INPATIENT),
            days_ago(begun),
            days_ago(ended),
            bill,
            f"TOUR-{run.id}-5{letter}",
        )
        actor = machine_actor(scene.great_hospital)
        made.append(play_stay(scene.book, scene.great_hospital, plan, actor).setl_id)
    return {"earlier": made[0], "setl_id": made[1], "role": "grandmother"}


def lose_answer(run: Run, scene: Scene) -> Made:
    """The same message once more, and then a wrong bill that is taken back."""
    first = run.of(3)
    place = place_of_institution(scene.centre_hospital)
    actor = machine_actor(scene.centre_hospital)
    trace = f"tour-{run.id}"
    again = settle_visit(
        place, _visit(run, scene, "father", VISIT, first["sent_at"]), actor, trace_id=trace
    )
    wrong = settle_visit(
        place,
        request_of(
            insurance_of(run, "father").psn_no,
            int(CareKind.OUTPATIENT),
            charges_of(scene.book, scene.centre_hospital, WRONG, _earlier(run)),
            f"TOUR-{run.id}-6",
        ),
        actor,
        trace_id=trace,
    )
    psn_no = insurance_of(run, "father").psn_no
    back = reverse_settlement(
        place,
        wrong.setl_id,
        wrong.mdtrt_id,
        request_of(psn_no, int(CareKind.OUTPATIENT), (), f"TOUR-{run.id}-6R"),
        actor,
        trace_id=trace,
    )
    return {
        "again": again.setl_id,
        "same": again.setl_id == first["setl_id"] and again.replayed,
        "wrong": wrong.setl_id,
        "setl_id": back.setl_id,
        "role": "father",
    }


def give_birth(run: Run, scene: Scene) -> Made:
    """The mother gives birth away from home; the maternity fund of her own city pays."""
    plan = StayPlan(
        insurance_of(run, "mother").psn_no,
        person_id_of(run, "mother"),
        int(CareKind.MATERNITY_STAY),
        days_ago(3),
        days_ago(0),
        BIRTH,
        f"TOUR-{run.id}-7",
        Told(admission_type="1", birth_way="natural"),
    )
    actor = machine_actor(scene.centre_hospital)
    settled = play_stay(scene.book, scene.centre_hospital, plan, actor)
    return {"setl_id": settled.setl_id, "role": "mother"}


def see_year(run: Run, scene: Scene) -> Made:
    """The grandmother looks at what her year has counted."""
    record_access(
        actor=resident_actor(run, "grandmother"),
        application="tour",
        purpose="self",
        persons=[person_id_of(run, "grandmother")],
        data_kinds=["insurance", "settlement"],
    )
    return {"year": get_clock().today().year}


def close_window(run: Run, scene: Scene) -> Made:
    """The fund officer closes the window of this run's settlements and pays the hospital."""
    return close_and_pay(run, scene)


def check_all(run: Run, scene: Scene) -> Made:
    """The office has everything counted and decided again."""
    return check_books(scene)


ACTS: dict[int, Callable[[Run, Scene], Made]] = {
    1: meet,
    2: show_code,
    3: see_doctor,
    4: ask_why,
    5: stay_twice,
    6: lose_answer,
    7: give_birth,
    8: see_year,
    9: close_window,
    10: check_all,
}


def _visit(run: Run, scene: Scene, role: str, bill: Bill, sent_at: str) -> SettlementRequest:
    """Return the message of a visit, the same however often it is sent."""
    at = datetime.fromisoformat(sent_at) - timedelta(minutes=20)
    charges = charges_of(scene.book, scene.centre_hospital, bill, at)
    return request_of(
        insurance_of(run, role).psn_no,
        int(CareKind.OUTPATIENT),
        charges,
        f"TOUR-{run.id}-3",
        account_use=AccountUse.OWN,
    )


def _earlier(run: Run) -> datetime:
    """Return a moment before now, the same for the whole run."""
    return datetime.fromisoformat(run.of(3)["sent_at"]) - timedelta(minutes=10)
