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
from rongcheng.policy.editions import current_book
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

    def message(self, infno: str, serial: int, body: dict[str, Any], pool: str) -> bytes:
        """Return an interface message of this hospital."""
        now = datetime.now(SHANGHAI)
        envelope = {
            "infno": infno,
            "msgid": f"{HOSPITAL}{now:%Y%m%d%H%M%S}{serial % 10_000:04d}",
            "mdtrtarea_admvs": self.place.pool,
            "insuplc_admdvs": pool,
            "recer_sys_code": "RC",
            "infver": "1.0.0",
            "opter_type": "1",
            "opter": "bench",
            "opter_name": "bench",
            "inf_time": f"{now:%Y-%m-%d %H:%M:%S}",
            "fixmedins_code": HOSPITAL,
            "fixmedins_name": "bench",
            "input": body,
        }
        return json.dumps(envelope, ensure_ascii=False).encode()
