"""A stay's final settlement, 2304 over HTTP: one of 300 lines beside one of 8 (住院结算基准)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from benchmarks.hospital import Hospital
from benchmarks.load import Load, http_request, run_load
from benchmarks.settlement import CLIENTS, is_done
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.persons import find_member
from rongcheng.services.health.queries import place_of_institution
from rongcheng.services.health.types import Charge
from rongcheng.simulation.population import SampleResident

FEW, MANY = 8, 300
STAYS = 160
"""Stays of each length; each is settled once, by eight clients at a time."""


class Prepared(NamedTuple):
    """A discharged stay that waits for its settlement."""

    mdtrt_id: str
    person: SampleResident
    lines: int


def prepare(hospital: Hospital, lines: int, people: Iterator[SampleResident]) -> list[Prepared]:
    """Admit, charge and discharge; half a warm-up batch more than is measured."""
    place = place_of_institution(hospital.place)
    charges = tuple(
        StayCharge(Charge(facts, "", hospital.at, facts.item_code, ""), "", True)
        for facts in hospital.charge_facts(lines)
    )
    prepared = []
    for number, person in enumerate(itertools.islice(people, STAYS + CLIENTS)):
        psn_no = hospital.number(person)
        begun = hospital.at - timedelta(hours=1)
        admission = Admission("2101", f"B{lines}-{number}", "bench", "", begun)
        member = find_member(place, psn_no)
        mdtrt_id = admit_patient(
            place, psn_no, member.person.id, admission, told=Told(), diagnoses=[]
        ).mdtrt_id
        add_stay_charges(place, mdtrt_id, psn_no, charges, med_type="2101")
        discharge_patient(place, mdtrt_id, psn_no, hospital.at, told=Told(), diagnoses=[])
        prepared.append(Prepared(mdtrt_id, person, lines))
    return prepared


def settlements(
    hospital: Hospital, stays: list[Prepared], serials: Iterator[int]
) -> Iterator[bytes]:
    """Yield 2304 of each stay."""
    headers = hospital.headers("2304")
    for stay in stays:
        person = stay.person
        row = {
            "psn_no": hospital.number(person),
            "mdtrt_id": stay.mdtrt_id,
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": person.id_number,
            "psn_cert_type": "01",
            "certno": person.id_number,
            "psn_type": person.psn_type,
            "psn_name": person.name,
            "medfee_sumamt": format_yuan(2_500 * stay.lines),
            "psn_setlway": "01",
            "insutype": "310" if person.scheme == "employee" else "390",
            "acct_used_flag": "0",
            "mid_setl_flag": "0",
            "insuplc_admdvs": person.pool,
            "mdtrtarea_admvs": hospital.place.pool,
        }
        message = hospital.message("2304", next(serials), {"data": row}, person.pool)
        yield http_request("/hsa", headers, message)


def run_stays(port: int, hospital: Hospital) -> tuple[Load, Load]:
    """Return the loads of short and of long stays, in turns, so that both meet the same machine."""
    people = itertools.cycle(hospital.people)
    serials = itertools.count(50_000_000)
    loads: dict[int, list[Load]] = {FEW: [], MANY: []}
    prepared = {lines: prepare(hospital, lines, people) for lines in (FEW, MANY)}
    # The first batch of each warms up what the server keeps.
    edges = [0, CLIENTS, CLIENTS + STAYS // 2, CLIENTS + STAYS]
    for begin, end in itertools.pairwise(edges):
        for lines, stays in prepared.items():
            part = stays[begin:end]
            clients = [
                settlements(hospital, part[number::CLIENTS], serials) for number in range(CLIENTS)
            ]
            loads[lines].append(run_load(port, clients, 600, is_done))
    return _joined(loads[FEW][1:]), _joined(loads[MANY][1:])


def _joined(loads: list[Load]) -> Load:
    """Return several runs as one; the percentiles are the worse of them."""
    return Load(
        sum(load.requests for load in loads),
        sum(load.seconds for load in loads),
        max(load.p50_ms for load in loads),
        max(load.p99_ms for load in loads),
        sum(load.failed for load in loads),
    )
