"""Every page and operation: does it show personal data, and does the look leave its record?

Complete by construction: an address, an operation or a transaction without a row fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import stored_purposes
from rongcheng.foundation.certificates.public import issue_certificate
from rongcheng.foundation.people.public import add_staff, get_insurance, get_resident
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.interface.transactions import TRANSACTIONS
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.persons import Member
from rongcheng.services.health.public import settle_visit
from rongcheng.services.health.reconciliation.reconciling import list_centre_rows, reconcile_details
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement
from rongcheng.services.health.special_diseases.applications import (
    NewApplication,
    apply_for_special_disease,
)
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.certificates.samples import wanted
from tests.foundation.code.phones import bind, resident, shown
from tests.services.government.own_cases import own_cases
from tests.services.government.owner_case import begin_a_case
from tests.services.government.rated_case import rate_a_case
from tests.services.health.access_rows import (
    APP_OPERATIONS,
    FILES,
    NOBODY,
    OPEN_OPERATIONS,
    OPERATIONS,
    PAGES,
    RECORDED,
    Blank,
    Look,
)
from tests.services.health.api.caller import Caller, line
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital
from tests.services.health.test_pages import client_of, resident_client

CITY = "430100"


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every address of the house but those below /api."""
    for item in found:
        text = before + str(item.pattern)
        if not isinstance(item, URLResolver):
            yield text
        elif text != "api/":
            yield from patterns(item.url_patterns, text)


def test_every_address_has_a_row() -> None:
    assert set(patterns(get_resolver().url_patterns)) == set(PAGES)


def test_every_operation_has_a_row() -> None:
    described = Client().get("/api/openapi.json").json()
    found = {op["operationId"] for path in described["paths"].values() for op in path.values()}
    assert found == set(OPERATIONS) | OPEN_OPERATIONS | APP_OPERATIONS


def test_every_transaction_has_a_row() -> None:
    assert set(TRANSACTIONS) == RECORDED | NOBODY.keys()
    # Its number is what the record stores as the purpose.
    assert set(TRANSACTIONS) <= stored_purposes().keys()


class House:
    """A metro with one of everything that shows somebody's data."""

    def __init__(self, world: World, person: Person, day: Any) -> None:
        """Settle, apply, compare and ask."""
        place = world.at_tier(CITY, "level_3")
        self.person, self.person_id = person, get_insurance(person.psn_no).resident_id
        item = item_of(world.book, CITY, "A", day)
        wish = request(person.psn_no, (charge(item, 45_075),), "W-1")
        settled = settle_visit(place, wish, SYSTEM, trace_id="t")
        self.names = {
            "setl": settled.setl_id,
            "place": place.code,
            "entry": str(Settlement.objects.get(setl_id=settled.setl_id).entry_id),
            "run": self._compare(place, day.date()),
        }
        held = issue_certificate(wanted(person_id=self.person_id, city=CITY))
        self.names["certificate"] = held.number
        self._apply(world, place, day.date())
        self.names |= begin_a_case(self.person_id, person.name, person.id_number)
        self.names |= rate_a_case(self.person_id, person.name, person.id_number)
        self.clients = self._clients(place.code)
        self.names |= own_cases(METRO, self.person_id)
        self._ask(place)
        self._serve()

    def _compare(self, place: Any, day: Any) -> str:
        statement = Statement(day, day, "11")
        rows = [held.row for held in list_centre_rows(place, statement)]
        sent = [rows[0]._replace(fund_fen=8_045)]
        asked = Asked("MSG-1", stated={"medfee_sumamt": 1, "fixmedins_setl_cnt": 1})
        return str(reconcile_details(place, statement, sent, asked).run.run_no)

    def _apply(self, world: World, place: Any, day: Any) -> None:
        sender = Actor("machine", place.code, institution=place.code, city=CITY, metro=METRO)
        insurance = get_insurance(self.person.psn_no)
        member = Member(get_resident(insurance.resident_id), insurance)
        diseases = world.book.resolve(
            "health.special.diseases", at=insurance.pool, on=day, scheme=insurance.scheme
        ).value
        assert isinstance(diseases, tuple)
        wanted = NewApplication(diseases[0].code, place.code, day, day)
        apply_for_special_disease(sender, member, wanted)

    def _clients(self, code: str) -> dict[str, Client]:
        made = {"": Client(), "resident": resident_client(self.person, "complete")}
        cities = dict.fromkeys(("clerk", "officer", "head"), "430300")
        for role in ("desk", "fund", "office", *cities):
            add_staff(
                login=f"c-{role}",
                metro=METRO,
                name="样例·" + role,
                role=role,
                city=cities.get(role, CITY),
                institution_code=code if role == "desk" else None,
                demo=True,
            )
            made[role] = client_of(f"c-{role}")
        return made

    def _ask(self, place: Any) -> None:
        self.clients["desk"].get(f"/desk/settlements/{self.names['setl']}")
        look = AccessRecord.objects.latest("id")
        asked = self.clients["resident"].post("/me/access", {"record": look.pk})
        assert asked.status_code == 303

    def _serve(self) -> None:
        """Have the clerk serve the person, as every page of the counter needs."""
        form = {"name": self.person.name, "number": self.person.id_number}
        assert self.clients["clerk"].post("/counter", form).status_code == 303

    def open(self, row: Look | Blank) -> list[AccessRecord]:
        """Open an address and return what records that left."""
        before = AccessRecord.objects.latest("id").pk
        client, path = self.clients[row.who], row.path.format(**self.names)
        if isinstance(row, Look) and row.form:
            form = {"name": self.person.name, "number": self.person.id_number}
            answer = client.post(path, form)
        else:
            answer = client.get(path)
        assert answer.status_code == 200, path
        if answer.streaming:
            assert b"".join(answer.streaming_content)
        return list(AccessRecord.objects.filter(id__gt=before))


@pytest.fixture
def house(world: World, clock: FixedClock, settings: Any, tmp_path: Any) -> House:
    settings.RONGCHENG_DEMO, settings.RONGCHENG_DATA = True, tmp_path
    return House(world, world.person(XIANGTAN), clock.now())


def test_what_shows_somebody_leaves_one_record_with_its_kinds(house: House) -> None:
    wrong = []
    for row in [*PAGES.values(), *FILES]:
        if not isinstance(row, Look):
            continue
        found = house.open(row)
        said = [(house.person_id in one.persons, set(one.data_kinds)) for one in found]
        if said != [(True, row.kinds)]:
            wrong.append((row.path, said))
    assert wrong == []


def test_what_shows_nobody_leaves_none_and_says_why(house: House) -> None:
    wrong = []
    for pattern, row in PAGES.items():
        if isinstance(row, Look):
            continue
        assert row.why
        if row.path and house.open(row):
            wrong.append(pattern)
    assert wrong == []


class Centre(NamedTuple):
    """A city's centre of government services, as far as it signs."""

    code: str


def last_look() -> tuple[str, set[str], list[UUID]]:
    """Return purpose, kinds and persons of the newest record."""
    row = AccessRecord.objects.latest("id")
    return row.purpose, set(row.data_kinds), row.persons


def test_each_operation_leaves_its_record(world: World, clock: FixedClock) -> None:
    caller = Caller(Hospital(world.at_tier(CITY, "level_3")))
    person = world.person(XIANGTAN)
    owner = get_insurance(person.psn_no).resident_id
    body = caller.visit(person, line(item_of(world.book, CITY, "A", clock.now()), 45_075))
    made: dict[str, Any] = {}
    base = "/api/health/settlements"

    def setl() -> str:
        return f"{base}/{made['settleVisit']['settlement']}"

    filing = {
        "request_id": "FILING-0001",
        "psn_no": person.psn_no,
        "category": "other",
        "care_pool": CHANGSHA,
        "begins_on": "2026-03-02",
    }
    shows = {
        "request_id": "CODE-0001",
        "purpose": "health_desk",
        "text": shown(bind(resident(owner))),
    }
    centre = Hospital(Centre("V43020200009"))  # type: ignore[arg-type]
    held = issue_certificate(wanted(person_id=owner, city=CITY))
    calls: dict[str, Callable[[], Any]] = {
        "getCertificate": lambda: Caller(centre).get(
            f"/api/government/certificates/{held.number}?code={held.code}"
        ),
        "verifyCode": lambda: caller.post("/api/code/verifications", shows),
        "trySettlement": lambda: caller.post(f"{base}/trial", body),
        "settleVisit": lambda: caller.post(base, body),
        "getSettlement": lambda: caller.get(setl()),
        "whySettlement": lambda: caller.get(f"{setl()}/why"),
        "reverseSettlement": lambda: caller.post(
            f"{setl()}/reversal",
            {
                "request_id": "REVERSAL-1",
                "psn_no": person.psn_no,
                "visit": made["settleVisit"]["visit"],
            },
        ),
        "registerFiling": lambda: caller.post("/api/health/filings", filing),
        "listFilings": lambda: caller.get(f"/api/health/filings?psn_no={person.psn_no}"),
        "revokeFiling": lambda: caller.post(
            f"/api/health/filings/{made['registerFiling']['filing']}/revocation",
            {"psn_no": person.psn_no, "reason": "登记有误"},
        ),
    }
    assert calls.keys() == OPERATIONS.keys()
    for name, call in calls.items():
        before = AccessRecord.objects.count()
        reply = call()
        assert reply.status == 200, (name, reply)
        made[name] = reply.json
        assert AccessRecord.objects.count() == before + 1, name
        assert last_look() == (*OPERATIONS[name], [owner]), name


def test_a_refused_message_that_named_a_person_leaves_a_record(world: World) -> None:
    hospital = Hospital(world.at_tier(CITY, "level_3"))
    person = world.person(XIANGTAN)
    owner = get_insurance(person.psn_no).resident_id
    wrong_name = bodies.person_query(person)
    wrong_name["data"]["psn_name"] = "样例·别人"
    wrong_disease = bodies.entitlement(person, hospital.place.code, med_type="99")
    for infno, body in (("1101", wrong_name),):
        assert hospital.refused(hospital.message(infno, body))
        assert last_look() == (infno, {"lookup"}, [owner])
    before = AccessRecord.objects.count()
    # Refused before anybody was looked up: no person, no record.
    assert hospital.refused(hospital.message("2001", wrong_disease))
    nobody = bodies.cancellation(person, "V-NONE", "OP-1")
    nobody["data"]["psn_no"] = "NOBODY"
    assert hospital.refused(hospital.message("2202", nobody))
    assert AccessRecord.objects.count() == before
    assert hospital.refused(hospital.message("2202", bodies.cancellation(person, "V-X", "OP-1")))
    assert last_look() == ("2202", {"lookup"}, [owner])


def test_a_refused_call_and_a_wrong_name_at_the_desk_leave_a_record(
    house: House, world: World
) -> None:
    caller = Caller(Hospital(world.at_tier(CITY, "level_3")))
    body = caller.visit(house.person, line("NO-SUCH-ITEM", 100))
    assert caller.post("/api/health/settlements", body).status in (400, 404, 422)
    assert last_look() == ("settlement", {"lookup"}, [house.person_id])
    form = {"name": "样例·别人", "number": house.person.id_number}
    assert house.clients["desk"].post("/desk/check", form).status_code == 200
    assert last_look() == ("check", {"lookup"}, [house.person_id])
