"""How each act of an invented day is done (模拟的办理): by the health room's own actions.

An act may be played again after a stop: by its numbers it finds what it did before. What the house
refuses is noted with its code and changes nothing, as for a hospital.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from django.db import IntegrityError, transaction

from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.id_source import SeededIds, use_ids
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.public import (
    Admission,
    AlreadyInHospital,
    Charge,
    OutOfOrder,
    SerialRepeated,
    SettlementRequest,
    StayCharge,
    Told,
    add_stay_charges,
    admit_patient,
    discharge_patient,
    find_by_request,
    reverse_settlement,
    reverse_stay,
    settle_stay,
    settle_visit,
)
from rongcheng.simulation.life.bills import (
    doubled,
    request_for,
    stay_charges,
    total_of,
    visit_charges,
    with_unknown_item,
    with_wrong_amount,
)
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.plan import Event
from rongcheng.simulation.life.registry import Registered
from rongcheng.simulation.life.stage import Stage

TRACE = "simulation"
YUAN = 100


class Scene(NamedTuple):
    """One event with all that playing it needs."""

    stage: Stage
    person: Registered
    event: Event
    journal: Journal


def play(scene: Scene) -> None:
    """Do one event at its own moment, with ids that follow from it; note what came of it."""
    event, stage = scene.event, scene.stage
    key = f"{stage.metro}:{stage.run}:{event.number}:{event.at.isoformat()}:{event.order}"
    with use_clock(FixedClock(event.at)), use_ids(SeededIds(key)):
        try:
            ACTS[event.act](scene)
        except RongchengError as refusal:
            scene.journal.refuse(event.act, refusal.code)


def _request_id(scene: Scene, order: int | str = "") -> str:
    """Return the number of a day's request; the parts of one visit share its beginning."""
    event, stage = scene.event, scene.stage
    day = event.at.strftime("%y%m%d")
    return f"{stage.wanted.prefix}-{stage.run}-{event.number}-{day}{order}"


def _visit_charges(scene: Scene) -> tuple[Charge, ...]:
    event = scene.event
    place = scene.stage.places[event.place]
    # The bill is that of the visit, whichever of its parts comes now.
    begun = event.begun or event.at
    random = scene.stage.random(event.number, begun.toordinal(), "bill")
    return visit_charges(random, scene.stage, place, begun, event.late_days)


def _visit_request(
    scene: Scene,
    charges: tuple[Charge, ...],
    suffix: str = "",
    stated_total_fen: int | None = None,
) -> SettlementRequest:
    event = scene.event
    return request_for(
        scene.person.psn_no,
        event.kind,
        charges,
        _request_id(scene, suffix),
        disease=event.disease,
        account_use=event.account_use,
        stated_total_fen=stated_total_fen,
    )


def _settle(scene: Scene, request: SettlementRequest) -> None:
    place = scene.stage.places[scene.event.place]
    settled = settle_visit(place, request, scene.stage.actor(place), trace_id=TRACE)
    scene.journal.settle(scene.event.act, settled)


def _visit(scene: Scene) -> None:
    charges = _visit_charges(scene)
    _settle(scene, _visit_request(scene, charges, stated_total_fen=total_of(charges)))


def _wrong(scene: Scene) -> None:
    _settle(scene, _visit_request(scene, doubled(_visit_charges(scene)), "W"))


def _conflict(scene: Scene) -> None:
    _settle(scene, _visit_request(scene, doubled(_visit_charges(scene))))


def _bad_amount(scene: Scene) -> None:
    _settle(scene, _visit_request(scene, with_wrong_amount(_visit_charges(scene)), "A"))


def _bad_total(scene: Scene) -> None:
    charges = _visit_charges(scene)
    _settle(scene, _visit_request(scene, charges, "T", total_of(charges) + YUAN))


def _bad_item(scene: Scene) -> None:
    _settle(scene, _visit_request(scene, with_unknown_item(_visit_charges(scene)), "I"))


def _reverse(scene: Scene, suffix: str = "WR") -> None:
    place = scene.stage.places[scene.event.place]
    wrong = find_by_request(place.code, _request_id(scene, "W"))
    if wrong is None:
        # The wrong bill was refused, so there is nothing to take back.
        scene.journal.note(scene.event.act, "nothing")
        return
    request = _visit_request(scene, (), suffix)
    actor = scene.stage.actor(place)
    back = reverse_settlement(place, wrong.setl_id, wrong.mdtrt_id, request, actor, trace_id=TRACE)
    scene.journal.settle(scene.event.act, back)


def _reverse_again(scene: Scene) -> None:
    _reverse(scene, "WRR")


def _stay_id(scene: Scene) -> str:
    """Return the number that the stay's admission was given, or is given now."""
    stay = scene.event.stay
    assert stay is not None
    key = f"{scene.stage.metro}:{scene.stage.run}:{scene.event.number}:stay:{stay.begun_at}"
    with use_ids(SeededIds(key)):
        return new_id("V")


def _admit(scene: Scene) -> None:
    done = _admitted(scene)
    scene.journal.note("admit", "done" if done else "repeated")


def _admitted(scene: Scene) -> bool:
    """See to it that the stay has begun, with its first lines; False if it had before.

    A hospital that was away tells of an admission late; so does a day that is caught up.
    """
    event, stage = scene.event, scene.stage
    stay = event.stay
    assert stay is not None
    place = stage.places[stay.place]
    key = f"{stage.metro}:{stage.run}:{event.number}:stay:{stay.begun_at}"
    # The request's suffix parts stays that begin on one day from the visits of that day.
    number = f"{stage.run}-{event.number}-{stay.begun_at:%y%m%d}"[-30:]
    admission = Admission(str(stay.kind), number, "样例科", "", stay.begun_at)
    told = Told(admission_type="2" if stay.emergency else "1", birth_way=stay.birth or None)
    try:
        with transaction.atomic(), use_ids(SeededIds(key)):
            admit_patient(
                place, scene.person.psn_no, scene.person.person_id, admission,
                told=told, diagnoses=[],
            )  # fmt: skip
            _charge(scene, "A", "admission")
    except IntegrityError as clash:
        if "mdtrt_id" not in str(clash):
            raise
        return False
    except AlreadyInHospital as there:
        if there.params["mdtrt_id"] != _stay_id(scene):
            raise
        return False
    return True


def _charge(scene: Scene, serials: str, part: str) -> None:
    event, stage = scene.event, scene.stage
    stay = event.stay
    assert stay is not None
    place = stage.places[stay.place]
    random = stage.random(event.number, stay.begun_at.toordinal(), part)
    lines = stay_charges(random, stage, place, event.at, serials)
    sent = tuple(StayCharge(charge, "", True) for charge in lines)
    add_stay_charges(place, _stay_id(scene), scene.person.psn_no, sent, med_type=str(stay.kind))


def _settle_stay(scene: Scene, suffix: str, *, interim: bool) -> None:
    stay = scene.event.stay
    assert stay is not None
    place = scene.stage.places[stay.place]
    request = _stay_request(scene, suffix)
    settled = settle_stay(
        place,
        _stay_id(scene),
        request,
        scene.stage.actor(place),
        stated={},
        interim=interim,
        trace_id=TRACE,
    )
    scene.journal.settle(scene.event.act, settled)


def _stay_request(scene: Scene, suffix: str) -> SettlementRequest:
    stay = scene.event.stay
    assert stay is not None
    number = f"{scene.stage.wanted.prefix}-{scene.stage.run}-{scene.event.number}"
    request_id = f"{number}-{stay.begun_at:%y%m%d}{suffix}"
    return request_for(scene.person.psn_no, stay.kind, (), request_id)


def _admit_again(scene: Scene) -> None:
    """Send an admission anew under another number, as after a lost answer: refused."""
    stay = scene.event.stay
    assert stay is not None
    place = scene.stage.places[stay.place]
    admission = Admission(str(stay.kind), "again", "样例科", "", stay.begun_at)
    admit_patient(
        place,
        scene.person.psn_no,
        scene.person.person_id,
        admission,
        told=Told(admission_type="1"),
        diagnoses=[],
    )
    scene.journal.note("admit_again")


def _interim(scene: Scene) -> None:
    _admitted(scene)
    if _is_settled(scene, "M"):
        return
    with suppress(SerialRepeated):  # Charged before a stop; only its bill is still to come.
        _charge(scene, "M", "interim")
    _settle_stay(scene, "M", interim=True)


def _discharge(scene: Scene) -> None:
    stay = scene.event.stay
    assert stay is not None
    _admitted(scene)
    if _is_settled(scene, "F"):
        return
    place, mdtrt_id = scene.stage.places[stay.place], _stay_id(scene)
    # Discharged before a stop: only its bill is still to come.
    with suppress(OutOfOrder, SerialRepeated), transaction.atomic():
        _charge(scene, "F", "end")
        discharge_patient(
            place, mdtrt_id, scene.person.psn_no, scene.event.at, told=Told(), diagnoses=[]
        )
    _settle_stay(scene, "F", interim=False)


def _is_settled(scene: Scene, suffix: str) -> bool:
    stay = scene.event.stay
    assert stay is not None
    earlier = find_by_request(stay.place, _stay_request(scene, suffix).request_id)
    if earlier is not None:
        scene.journal.settle(scene.event.act, earlier)
    return earlier is not None


def _reverse_stay(scene: Scene) -> None:
    stay = scene.event.stay
    assert stay is not None
    place = scene.stage.places[stay.place]
    final = find_by_request(place.code, _stay_request(scene, "F").request_id)
    if final is None:
        scene.journal.note("reverse_stay", "nothing")
        return
    actor, request = scene.stage.actor(place), _stay_request(scene, "FR")
    back = reverse_stay(place, final.setl_id, final.mdtrt_id, request, actor, trace_id=TRACE)
    scene.journal.settle("reverse_stay", back)


def _settle_again(scene: Scene) -> None:
    _settle_stay(scene, "G", interim=False)


ACTS: dict[str, Callable[[Scene], None]] = {
    "visit": _visit,
    "repeat": _visit,
    "wrong": _wrong,
    "reverse": _reverse,
    "reverse_again": _reverse_again,
    "conflict": _conflict,
    "bad_amount": _bad_amount,
    "bad_total": _bad_total,
    "bad_item": _bad_item,
    "admit": _admit,
    "admit_again": _admit_again,
    "interim": _interim,
    "discharge": _discharge,
    "reverse_stay": _reverse_stay,
    "settle_again": _settle_again,
}
