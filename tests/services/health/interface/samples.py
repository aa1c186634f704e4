"""One complete input of every transaction (样例报文), for tests that spoil them."""

from __future__ import annotations

from typing import Any

from tests.services.health.conftest import Person
from tests.services.health.interface import bodies, stay_bodies

Json = dict[str, Any]
TOTAL = "450.75"


def sample_inputs(
    person: Person, institution: str, item: str, *, mdtrt_id: str, setl_id: str
) -> dict[str, Json]:
    """Return the input of each transaction by number, about this person, visit and settlement."""
    stated = {
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_scp_amt": TOTAL,
    }
    line = bodies.line(person, mdtrt_id, 7, item, price_micro=450_750_000, batch="B7")
    trial = bodies.trial(person, mdtrt_id, TOTAL)
    return {
        "9001": bodies.sign_in(),
        "6101": bodies.decode("424000000000000000000430000"),
        "1101": bodies.person_query(person),
        "2001": bodies.entitlement(person, institution),
        "2201": bodies.registration(person, "OP-7"),
        "2202": bodies.cancellation(person, mdtrt_id, "OP-7"),
        "2203": bodies.visit_record(person, mdtrt_id),
        "2204": {"feedetail": [line]},
        "2205": bodies.drop(person, mdtrt_id),
        "2206": trial,
        "2207": bodies.settlement(trial, stated),
        "2208": bodies.reversal(person, mdtrt_id, setl_id),
        **_stay_inputs(person, item, mdtrt_id=mdtrt_id, setl_id=setl_id),
    }


def _stay_inputs(person: Person, item: str, *, mdtrt_id: str, setl_id: str) -> dict[str, Json]:
    line = stay_bodies.stay_line(person, mdtrt_id, 7, item, price_micro=450_750_000)
    trial = stay_bodies.stay_trial(person, mdtrt_id, TOTAL)
    return {
        "2301": {"feedetail": [line]},
        "2302": stay_bodies.stay_drop(person, mdtrt_id),
        "2303": trial,
        "2304": {"data": {**trial["data"], "invono": ""}},
        "2305": bodies.reversal(person, mdtrt_id, setl_id),
        "2401": stay_bodies.admission(person, "IP-7"),
        "2402": stay_bodies.discharge(person, mdtrt_id),
        "2403": stay_bodies.change(person, mdtrt_id, "IP-7"),
        "2404": stay_bodies.of_stay(person, mdtrt_id),
        "2405": stay_bodies.of_stay(person, mdtrt_id),
    }
