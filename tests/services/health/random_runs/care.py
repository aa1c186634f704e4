"""Operations of care (就医操作): visits and stays settled, sent again, taken back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import CallerError, RongchengError
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.errors import AlreadyReversed, RequestConflict
from rongcheng.services.health.public import Settled, reverse_settlement, settle_visit
from rongcheng.services.health.settling.stays import reverse_stay, settle_stay
from rongcheng.web.actor import SYSTEM
from tests.services.health.random_runs.model import Made
from tests.services.health.random_runs.town import STAY_AMOUNTS, OpenStay, Sent, Town

VISITS = (CareKind.OUTPATIENT, CareKind.OUTPATIENT, CareKind.SPECIAL_DISEASE, CareKind.EMERGENCY)
STAYS = (CareKind.INPATIENT, CareKind.INPATIENT, CareKind.DAY_SURGERY, CareKind.MATERNITY_STAY)
MOST_STAYS = 12


def send(town: Town, sent: Sent) -> str:
    """Send a request; without an answer it stays with the hospital, to be sent again.

    One that is refused while its core holds it stays too: the catching up may finish it.
    """
    known = sent in town.pending
    try:
        settled = sent.call()
    except CoreNotAnswering:
        if not known:
            town.pending.append(sent)
        return "no answer"
    except RongchengError as refused:
        if known and not town.is_open(sent):
            town.pending.remove(sent)
        town.refused[refused.code] = town.refused.get(refused.code, 0) + 1
        return refused.code
    if known:
        town.pending.remove(sent)
    sent.done(settled)
    sent.answer = settled
    town.answered.append(sent)
    return f"{settled.setl_id} {settled.amounts.fund_fen}/{settled.amounts.total_fen}"


def settle(town: Town, rng: Random) -> str:
    """A visit that comes with all its lines."""
    person, place = rng.choice(town.people), rng.choice(town.places)
    asked = town.ask(rng, person, place, rng.choice(VISITS))
    call = partial(settle_visit, place, asked, SYSTEM, trace_id="random")
    return send(town, Sent(place, person, asked, call, partial(town.take_up, person, place)))


def send_again(town: Town, rng: Random) -> str:
    """The same request once more: without an answer so far it goes on, else the first answer."""
    if town.pending and rng.random() < 0.7:
        return send(town, rng.choice(town.pending))
    if not town.answered:
        return "nothing"
    sent = rng.choice(town.answered)
    again, first = sent.call(), sent.answer
    assert first is not None
    assert again == first._replace(replayed=True), (again, first)
    return f"again {again.setl_id}"


def conflict(town: Town, rng: Random) -> str:
    """Another content under a request that was answered is refused."""
    settled = [sent for sent in town.answered if sent.request.charges]
    if not settled:
        return "nothing"
    sent = rng.choice(settled)
    other = sent.request._replace(request_hash=b"another")
    with pytest.raises(RequestConflict):
        settle_visit(sent.place, other, SYSTEM, trace_id="random")
    return f"conflict {sent.request.request_id}"


def reverse(town: Town, rng: Random) -> str:
    """A settlement is taken back; of a stay the last one that stands."""
    standing = town.model.standing()
    if not standing:
        return "nothing"
    made = rng.choice(standing)
    if made.stay:
        made = next(m for m in reversed(standing) if m.stay == made.stay)
    asked = town.ask_back(made)
    act = reverse_stay if made.stay else reverse_settlement
    setl_id, mdtrt_id = made.settled.setl_id, made.settled.mdtrt_id
    call = partial(act, made.place, setl_id, mdtrt_id, asked, SYSTEM, trace_id="random")
    done = partial(taken_back, town, made)
    return f"{setl_id} " + send(town, Sent(made.place, made.person, asked, call, done))


def taken_back(town: Town, made: Made, back: Settled) -> None:
    """Take up a reversal, every amount of which must be the negative of its original's."""
    sums = [a + b for a, b in zip(made.settled.amounts, back.amounts, strict=True)]
    assert set(sums) == {0}, (made.settled, back)
    town.model.taken_back(made, back)


def reverse_twice(town: Town, rng: Random) -> str:
    """What was taken back is not taken back once more."""
    gone = [made for made in town.model.made.values() if made.back and not made.stay]
    if not gone:
        return "nothing"
    made = rng.choice(gone)
    with pytest.raises(AlreadyReversed):
        reverse_settlement(
            made.place,
            made.settled.setl_id,
            made.settled.mdtrt_id,
            town.ask_back(made),
            SYSTEM,
            trace_id="random",
        )
    return made.settled.setl_id


def admit(town: Town, rng: Random) -> str:
    """A stay begins, as an emergency now and then."""
    if len(town.stays) >= MOST_STAYS:
        return "full"
    person, place, kind = rng.choice(town.people), rng.choice(town.places), rng.choice(STAYS)
    if kind is CareKind.MATERNITY_STAY and person.insutype == "390":
        kind = CareKind.RESIDENT_BIRTH
    told = Told(
        admission_type=rng.choice("112"),
        birth_way="natural" if kind == CareKind.MATERNITY_STAY else None,
        operation_code="00.0001" if kind is CareKind.DAY_SURGERY else None,
    )
    begun = get_clock().now() - timedelta(minutes=rng.randint(5, 600))
    admission = Admission(str(int(kind)), f"IP-{town.next_serial()}", "样例科", "", begun)
    try:
        admitted = admit_patient(
            place, person.psn_no, town.person_id(person), admission, told=told, diagnoses=[]
        )
    except CallerError as refused:
        return refused.code
    stay = OpenStay(person, place, admitted.mdtrt_id, int(kind))
    town.stays.append(stay)
    return f"{stay.mdtrt_id} {charge_stay(town, rng, stay)}"


def charge_stay(town: Town, rng: Random, stay: OpenStay) -> str:
    """Lines come to a stay."""
    asked = town.ask(rng, stay.person, stay.place, CareKind.INPATIENT, STAY_AMOUNTS)
    now = get_clock().now()
    lines = tuple(
        StayCharge(
            c._replace(
                facts=c.facts.__class__(**{**_plain(c.facts), "occurred_on": now.date()}),
                occurred_at=now,
            ),
            "",
            True,
        )
        for c in asked.charges
    )
    add_stay_charges(stay.place, stay.mdtrt_id, stay.person.psn_no, lines, med_type=str(stay.kind))
    stay.unsettled += sum(c.facts.amount_fen for c in asked.charges)
    return str(stay.unsettled)


def _plain(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def go_on(town: Town, rng: Random) -> str:
    """A stay goes a step on: more lines, in between a bill, discharge, the last bill."""
    if not town.stays:
        return "nothing"
    stay = rng.choice(town.stays)
    step = rng.choice(("charge", "interim", "discharge", "settle", "settle"))
    if stay.discharged and step in ("interim", "discharge"):
        step = "settle"
    if step == "charge":
        return f"{stay.mdtrt_id} charged {charge_stay(town, rng, stay)}"
    if step == "interim":
        return f"{stay.mdtrt_id} interim {settle_open(town, rng, stay, interim=True)}"
    if not stay.discharged:
        discharge_patient(
            stay.place,
            stay.mdtrt_id,
            stay.person.psn_no,
            get_clock().now(),
            told=Told(),
            diagnoses=[],
        )
        stay.discharged = True
    if step == "discharge":
        return f"{stay.mdtrt_id} discharged"
    return f"{stay.mdtrt_id} settled {settle_open(town, rng, stay, interim=False)}"


def settle_open(town: Town, rng: Random, stay: OpenStay, *, interim: bool) -> str:
    """Settle the unsettled lines of a stay."""
    asked = town.ask(rng, stay.person, stay.place, CareKind(stay.kind))
    asked = asked._replace(charges=())
    call = partial(
        settle_stay,
        stay.place,
        stay.mdtrt_id,
        asked,
        SYSTEM,
        stated={},
        interim=interim,
        trace_id="random",
    )
    done = partial(_stay_settled, town, stay, interim=interim)
    return send(town, Sent(stay.place, stay.person, asked, call, done))


def _stay_settled(town: Town, stay: OpenStay, settled: Settled, *, interim: bool) -> None:
    town.take_up(stay.person, stay.place, settled, stay.mdtrt_id)
    stay.unsettled = 0
    if not interim and stay in town.stays:
        town.stays.remove(stay)
