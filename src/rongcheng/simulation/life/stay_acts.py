"""How a stay of an invented day is done (模拟住院): admitted, charged, settled, taken back.

A stay's number follows from person and moment, so each part finds the stay whatever happened to
the process that played the part before.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction

from rongcheng.kernel.id_source import SeededIds, use_ids
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.public import (
    Admission,
    AlreadyInHospital,
    OutOfOrder,
    SerialRepeated,
    SettlementRequest,
    StayCharge,
    Told,
    add_stay_charges,
    admit_patient,
    discharge_patient,
    find_by_request,
    settle_stay,
)
from rongcheng.services.health.public import (
    reverse_stay as take_stay_back,
)
from rongcheng.simulation.life.bills import request_for, stay_charges
from rongcheng.simulation.life.scene import TRACE, Scene


def _stay_id(scene: Scene) -> str:
    """Return the number that the stay's admission was given, or is given now."""
    with use_ids(_stay_ids(scene)):
        return new_id("V")


def _stay_ids(scene: Scene) -> SeededIds:
    stage, begun_at = scene.stage, scene.stay.begun_at
    return SeededIds(f"{stage.metro}:{stage.run}:{scene.event.number}:stay:{begun_at}")


def admit(scene: Scene) -> None:
    """Admit the person, with the first days' lines."""
    done = _admitted(scene)
    scene.journal.note("admit", "done" if done else "repeated")


def _admitted(scene: Scene) -> bool:
    """See to it that the stay has begun, with its first lines; False if it had before.

    A hospital that was away tells of an admission late; so does a day that is caught up.
    """
    event, stage, stay = scene.event, scene.stage, scene.stay
    place = stage.places[stay.place]
    number = f"{stage.run}-{event.number}-{stay.begun_at:%y%m%d}"[-30:]
    admission = Admission(str(stay.kind), number, "样例科", "", stay.begun_at)
    told = Told(admission_type="2" if stay.emergency else "1", birth_way=stay.birth or None)
    try:
        with transaction.atomic(), use_ids(_stay_ids(scene)):
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
    event, stage, stay = scene.event, scene.stage, scene.stay
    place = stage.places[stay.place]
    random = stage.random(event.number, stay.begun_at.toordinal(), part)
    lines = stay_charges(random, stage, place, event.at, serials)
    sent = tuple(StayCharge(charge, "", True) for charge in lines)
    add_stay_charges(place, _stay_id(scene), scene.person.psn_no, sent, med_type=str(stay.kind))


def _settle_stay(scene: Scene, suffix: str, *, interim: bool) -> None:
    stay = scene.stay
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
    stay = scene.stay
    request_id = f"{scene.request_start}-{stay.begun_at:%y%m%d}{suffix}"
    return request_for(scene.person.psn_no, stay.kind, (), request_id)


def admit_again(scene: Scene) -> None:
    """Send an admission anew under another number, as after a lost answer: refused."""
    stay = scene.stay
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


def interim(scene: Scene) -> None:
    """Settle a long stay in between."""
    _admitted(scene)
    if _is_settled(scene, "M"):
        return
    with suppress(SerialRepeated):  # Charged before a stop; only its bill is still to come.
        _charge(scene, "M", "interim")
    _settle_stay(scene, "M", interim=True)


def discharge(scene: Scene) -> None:
    """Discharge the person and settle the stay."""
    stay = scene.stay
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
    stay = scene.stay
    earlier = find_by_request(stay.place, _stay_request(scene, suffix).request_id)
    if earlier is not None:
        scene.journal.settle(scene.event.act, earlier)
    return earlier is not None


def reverse_stay(scene: Scene) -> None:
    """Take the stay's last settlement back; nothing where none stands."""
    stay = scene.stay
    place = scene.stage.places[stay.place]
    final = find_by_request(place.code, _stay_request(scene, "F").request_id)
    if final is None:
        scene.journal.note("reverse_stay", "nothing")
        return
    actor, request = scene.stage.actor(place), _stay_request(scene, "FR")
    back = take_stay_back(place, final.setl_id, final.mdtrt_id, request, actor, trace_id=TRACE)
    scene.journal.settle("reverse_stay", back)


def settle_again(scene: Scene) -> None:
    """Settle the stay anew after it was taken back."""
    _settle_stay(scene, "G", interim=False)
