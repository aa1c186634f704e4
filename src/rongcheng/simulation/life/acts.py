"""How each act of an invented day is done (模拟的办理): by the health room's own actions.

An act may be played again after a stop: by its numbers it finds what it did before. What the house
refuses is noted with its code and changes nothing, as for a hospital.
"""

from __future__ import annotations

from collections.abc import Callable

from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.id_source import SeededIds, use_ids
from rongcheng.services.health.public import (
    Charge,
    SettlementRequest,
    find_by_request,
    reverse_settlement,
    settle_visit,
)
from rongcheng.simulation.life import dispute_acts, paper_acts, stay_acts
from rongcheng.simulation.life.bills import (
    doubled,
    request_for,
    total_of,
    visit_charges,
    with_unknown_item,
    with_wrong_amount,
)
from rongcheng.simulation.life.scene import TRACE, Scene

YUAN = 100


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
    return f"{scene.request_start}-{scene.event.at:%y%m%d}{order}"


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


def _dispute(scene: Scene) -> None:
    dispute_acts.dispute(scene, _request_id(scene))


def _answer(scene: Scene) -> None:
    dispute_acts.answer(scene, _request_id(scene))


def _take_back(scene: Scene) -> None:
    wrong = dispute_acts.upheld_settlement(scene, _request_id(scene))
    if wrong is None:
        scene.journal.note(scene.event.act, "nothing")
        return
    place = scene.stage.places[scene.event.place]
    request = _visit_request(scene, (), "DR")
    actor = scene.stage.actor(place)
    back = reverse_settlement(place, wrong.setl_id, wrong.mdtrt_id, request, actor, trace_id=TRACE)
    scene.journal.settle(scene.event.act, back)


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
    "dispute": _dispute,
    "answer": _answer,
    "take_back": _take_back,
    "file": paper_acts.file,
    "withdraw": paper_acts.withdraw,
    "apply": paper_acts.apply,
    "review": paper_acts.review,
    "admit": stay_acts.admit,
    "admit_again": stay_acts.admit_again,
    "interim": stay_acts.interim,
    "discharge": stay_acts.discharge,
    "reverse_stay": stay_acts.reverse_stay,
    "settle_again": stay_acts.settle_again,
}
