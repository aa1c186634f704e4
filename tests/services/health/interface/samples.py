"""One complete input of every transaction (样例报文), for tests that spoil them."""

from __future__ import annotations

from typing import Any, NamedTuple

from rongcheng.services.health.public import Place
from tests.services.health.conftest import CHANGSHA, METRO, Person
from tests.services.health.interface import bodies, filing_bodies, statements, stay_bodies

Json = dict[str, Any]
TOTAL = "450.75"
STATED = {
    "fulamt_ownpay_amt": "0.00",
    "overlmt_selfpay": "0.00",
    "preselfpay_amt": "0.00",
    "inscp_scp_amt": TOTAL,
}
RECEIVER, RECEIVING_POOL = "H43030200001", "430399"


class Sender(NamedTuple):
    """An institution of Changsha as the bodies of reconciliation need it."""

    place: Place


def sample_inputs(
    person: Person,
    institution: str,
    item: str,
    *,
    mdtrt_id: str,
    setl_id: str,
    filing_no: str = "F0",
    application_no: str = "F0",
) -> dict[str, Json]:
    """Return the input of each transaction by number, about this person, visit and settlement."""
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
        "2207": bodies.settlement(trial, STATED),
        "2208": bodies.reversal(person, mdtrt_id, setl_id),
        **_stay_inputs(person, item, mdtrt_id=mdtrt_id, setl_id=setl_id),
        "2501": filing_bodies.referral(person, RECEIVER, RECEIVING_POOL),
        "2502": filing_bodies.revocation(person, filing_no),
        "2503": filing_bodies.application(person, institution),
        "2504": filing_bodies.revocation(person, application_no),
        "5301": filing_bodies.in_force(person),
        **reconciliation_inputs(person, institution, mdtrt_id=mdtrt_id, setl_id=setl_id),
    }


def reconciliation_inputs(
    person: Person, institution: str, *, mdtrt_id: str, setl_id: str, file_number: str = "F0"
) -> dict[str, Json]:
    """Return the input of each transaction of reconciliation; `file_number` names a file."""
    place = Place(institution, METRO, "样例", "430100", "430103", CHANGSHA, "level_3", True)
    at = Sender(place)
    row = [setl_id or "S0", mdtrt_id or "V0", person.psn_no, TOTAL, "0.00", "0.00", "0"]
    return {
        "2601": statements.cancel_body(person, f"{institution}202603020900000001"),
        "3201": statements.totals_body(at, medfee_sumamt=TOTAL),
        "3202": statements.details_body(at, file_number, medfee_sumamt=TOTAL),
        "5203": statements.query_body(person, setl_id, mdtrt_id),
        "9101": statements.upload_body(at, statements.zipped(statements.text_of([row]))),
        "9102": statements.download_body(at, file_number, "details.zip"),
    }


def _stay_inputs(person: Person, item: str, *, mdtrt_id: str, setl_id: str) -> dict[str, Json]:
    line = stay_bodies.stay_line(person, mdtrt_id, 7, item, price_micro=450_750_000)
    trial = stay_bodies.stay_trial(person, mdtrt_id, TOTAL)
    return {
        "2301": {"feedetail": [line]},
        "2302": stay_bodies.stay_drop(person, mdtrt_id),
        "2303": trial,
        "2304": stay_bodies.stay_settlement(trial, STATED),
        "2305": bodies.reversal(person, mdtrt_id, setl_id),
        "2401": stay_bodies.admission(person, "IP-7"),
        "2402": stay_bodies.discharge(person, mdtrt_id),
        "2403": stay_bodies.change(person, mdtrt_id, "IP-7"),
        "2404": stay_bodies.of_stay(person, mdtrt_id),
        "2405": stay_bodies.of_stay(person, mdtrt_id),
    }
