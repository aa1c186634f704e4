"""A hospital's side of the benchmark (基准的医院端): people, signed headers, message bodies."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.load import http_request
from rongcheng.foundation.institutions.public import (
    IssuedCredential,
    get_institution,
    issue_credential,
)
from rongcheng.foundation.people.public import (
    Enrolment,
    NewResident,
    enrol_all,
    register_residents,
)
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.money import format_yuan
from rongcheng.policy.book import CatalogueValue
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.bills import add_up, split_lines
from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.care.visits import Registration, record_diagnoses, register_visit
from rongcheng.services.health.persons import find_member
from rongcheng.services.health.queries import place_of_institution
from rongcheng.simulation.population import SampleResident, sample_residents
from rongcheng.web.machine_auth import signed_headers

METRO = "changzhutan"
HOSPITAL = "H43010300001"
SEED = 7
LINES = 8


class Hospital:
    """One hospital with the people who visit it and everything to sign and send its calls."""

    def __init__(self, each_city: int) -> None:
        """Register and enrol the people; the caller has set up Django for the server's data."""
        self.book = current_book(METRO)
        self.place = get_institution(HOSPITAL)
        self.credential: IssuedCredential = issue_credential(HOSPITAL, demo=True)
        today = datetime.now(SHANGHAI).date()
        self.people = sample_residents(self.book, each_city=each_city, seed=SEED, on=today)
        self._enrol()
        self.items = [
            item
            for item in self.book.catalogue(self.place.city).items(today)
            if not item.restricted and item.charge_type in {"03", "04", "09", "11"}
        ][:LINES]
        self.at = datetime.now(SHANGHAI) - timedelta(hours=1)

    def _enrol(self) -> None:
        ids = register_residents(
            METRO, [NewResident(p.name, p.id_number, p.city, p.district) for p in self.people]
        )
        enrol_all(
            [
                Enrolment(
                    person_id,
                    person.pool,
                    person.scheme,
                    person.standing,
                    person.psn_type,
                    self.people[0].born_on,
                    self.number(person),
                )
                for person_id, person in zip(ids, self.people, strict=True)
            ]
        )

    @staticmethod
    def number(person: SampleResident) -> str:
        """Return a person's number in this benchmark."""
        return f"{person.pool}8{person.login[-4:]}{person.born_on:%y%m%d}"

    def headers(self, service: str) -> dict[str, str]:
        """Return the five signed headers of a service, good for the next half hour."""
        return signed_headers(
            name=service,
            version="1.0.0",
            access_key=self.credential.access_key,
            secret_key=self.credential.secret_key,
            now_ms=int(time.time() * 1000),
        )

    def visits(self, client: int, clients: int) -> Iterator[bytes]:
        """Yield native calls of one client, each a visit of another person with eight lines."""
        headers = self.headers("settle")
        people = itertools.cycle(self.people[client::clients])
        run = f"{time.time_ns():x}"
        lines = [
            {
                "serial": str(number),
                "item": item.code,
                "occurred_at": self.at.isoformat(timespec="seconds"),
                "price": "12.50",
                "quantity": "2",
                "amount": "25.00",
            }
            for number, item in enumerate(self.items, 1)
        ]
        for serial in itertools.count():
            body = {
                "request_id": f"B-{run}-{client}-{serial}",
                "psn_no": self.number(next(people)),
                "lines": lines,
            }
            yield http_request("/api/health/settlements", headers, json.dumps(body).encode())

    def prepare_visits(self, count: int) -> list[tuple[str, SampleResident]]:
        """Register that many visits beforehand, each seen by a doctor and ready for its lines."""
        place = place_of_institution(self.place)
        people = itertools.islice(itertools.cycle(self.people), count)
        prepared = []
        for person in people:
            number = self.number(person)
            member = find_member(place, number)
            visit = register_visit(
                place, member.person.id, Registration(number, "B1", "bench", self.at)
            )
            record_diagnoses(
                place,
                visit.mdtrt_id,
                number,
                med_type="11",
                disease_code="",
                injury=0,
                diagnoses=[],
            )
            prepared.append((visit.mdtrt_id, person))
        return prepared

    def pairs(self, visits: list[tuple[str, SampleResident]], client: int) -> Iterator[bytes]:
        """Yield 2204 and 2207 of each prepared visit, eight lines a visit."""
        headers = {infno: self.headers(infno) for infno in ("2204", "2207")}
        sums = self._sums()
        for serial, (mdtrt_id, person) in enumerate(visits):
            number = self.number(person)
            pool = person.pool
            shared = {"mdtrt_id": mdtrt_id, "psn_no": number, "chrg_bchno": "1"}
            lines = [{**shared, **self._line(n, item)} for n, item in enumerate(self.items, 1)]
            told = {
                **shared,
                **sums,
                "mdtrt_cert_type": "02",
                "mdtrt_cert_no": person.id_number,
                "psn_cert_type": "01",
                "certno": person.id_number,
                "med_type": "11",
                "psn_setlway": "01",
                "insutype": "310" if person.scheme == "employee" else "390",
                "acct_used_flag": "0",
            }
            for infno, body in (("2204", {"feedetail": lines}), ("2207", {"data": told})):
                order = (client * 100_000 + serial) * 2 + (infno == "2207")
                yield http_request("/hsa", headers[infno], self.message(infno, order, body, pool))

    def _line(self, number: int, item: CatalogueValue) -> dict[str, str]:
        return {
            "feedetl_sn": str(number),
            "rx_circ_flag": "0",
            "fee_ocur_time": f"{self.at:%Y-%m-%d %H:%M:%S}",
            "med_list_codg": item.code,
            "medins_list_codg": item.code,
            "det_item_fee_sumamt": "25.00",
            "cnt": "2",
            "pric": "12.50",
            "bilg_dept_codg": "01",
            "bilg_dept_name": "bench",
            "bilg_dr_codg": "D1",
            "bilg_dr_name": "bench",
            "hosp_appr_flag": "0",
        }

    def charge_facts(self, count: int) -> tuple[ChargeFacts, ...]:
        """Return so many lines of 25.00, the items in turn."""
        items = itertools.islice(itertools.cycle(self.items), count)
        return tuple(
            ChargeFacts(
                serial=str(number),
                item_code=item.code,
                occurred_on=self.at.date(),
                price_micro=12_500_000,
                quantity_e4=20_000,
                amount_fen=2_500,
            )
            for number, item in enumerate(items, 1)
        )

    def _sums(self) -> dict[str, str]:
        """Return the five amounts that 2207 states, from the split of the same lines."""
        lines = self.charge_facts(LINES)
        bill = add_up(split_lines(lines, self.book, self.place.city, self.place.tier))
        names = (
            "medfee_sumamt",
            "fulamt_ownpay_amt",
            "overlmt_selfpay",
            "preselfpay_amt",
            "inscp_scp_amt",
        )
        return dict(zip(names, map(format_yuan, bill), strict=True))

    def message(self, infno: str, order: int, body: dict[str, Any], pool: str) -> bytes:
        """Return an interface message of this hospital; its number is good once."""
        moment = self.at + timedelta(seconds=order // 10_000)
        envelope = {
            "infno": infno,
            "msgid": f"{HOSPITAL}{moment:%Y%m%d%H%M%S}{order % 10_000:04d}",
            "mdtrtarea_admvs": self.place.pool,
            "insuplc_admdvs": pool,
            "recer_sys_code": "RC",
            "infver": "1.0.0",
            "opter_type": "1",
            "opter": "bench",
            "opter_name": "bench",
            "inf_time": f"{moment:%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": HOSPITAL,
            "fixmedins_name": "bench",
            "input": body,
        }
        return json.dumps(envelope, ensure_ascii=False).encode()
