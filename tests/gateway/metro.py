"""Two metro areas with everybody in them (两个都市圈): residents, every staff role in every city.

One resident of Xiangtan was treated in Changsha; whatever that made is `names`. Everybody else is
there to be refused: a stranger of the same metro area, the hospital next door (`desk@430100b`), the
same role in another city, another department of the same city, another metro area.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.test import Client

from rongcheng.foundation.access.models import AccessQuestion, AccessRecord
from rongcheng.foundation.certificates.public import Words, issue_certificate
from rongcheng.foundation.code.public import issue_card
from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.foundation.people.public import (
    NewMandate,
    accept_mandate,
    add_staff,
    demo_account,
    get_insurance,
    get_resident,
    give_mandate,
    open_account,
    register_resident,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.public import NewCase, Submission, open_case, submit_case
from rongcheng.services.government.ratings.codes import code_for
from rongcheng.services.health.models import Settlement, SpecialDiseaseApplication
from rongcheng.services.health.persons import Member
from rongcheng.services.health.public import Place, settle_visit
from rongcheng.services.health.reconciliation.reconciling import list_centre_rows, reconcile_details
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement
from rongcheng.services.health.special_diseases.applications import (
    NewApplication,
    apply_for_special_disease,
)
from rongcheng.simulation.population import sample_id_number
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.certificates.samples import wanted
from tests.foundation.code.phones import bind
from tests.services.government.handling.test_three_modes import LICENCE
from tests.services.government.own_cases import own_cases
from tests.services.government.owner_case import begin_a_case
from tests.services.government.rated_case import rate_a_case
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import METRO, XIANGTAN, ZHUZHOU, Person, World

OTHER_METRO = "chengdemeizi"
CITY = "430100"
AUTHORITY = ("officer", "head")
OF_DEPARTMENTS = ("officer@430300-market", "head@430300-market", "officer@430300-police")
"""Of the owner's city, each of one department: only the police decide the owner's cases there."""


class Asker(NamedTuple):
    """One who asks: a word that rows name (`fund@430100`), and the browser that asks."""

    word: str
    client: Client

    @property
    def audience(self) -> str:
        """Return the part of the word before the city."""
        return self.word.partition("@")[0]

    @property
    def city(self) -> str:
        """Return the city, or nothing for a visitor."""
        return self.word.partition("@")[2]


class Metro:
    """The house as it stands when everybody knocks: `askers`, and `names` for addresses."""

    def __init__(self, world: World) -> None:
        """Publish the second metro area, treat one resident, and let everybody sign in."""
        self.world = world
        self.books = [world.book, current_book(OTHER_METRO)]
        sync_institutions(self.books[1])
        self.place = world.at_tier(CITY, "level_3")
        self.person = world.person(XIANGTAN)
        self.person_id = get_insurance(self.person.psn_no).resident_id
        self.names = self._treat()
        self.askers = [Asker("visitor", Client()), *self._residents(), *self._staff()]
        self.names |= self._ask_about_a_look() | self._bind_a_phone() | self._apply()
        self.names |= self._begin_a_scenario() | self._entrust() | self._print_a_card()
        self.names |= begin_a_case(self.person_id, self.person.name, self.person.id_number)
        self.names |= rate_a_case(self.person_id, self.person.name, self.person.id_number)
        self.names |= self._apply_across_the_border()
        self.names |= own_cases(METRO, self.person_id)
        self._serve()
        self.marks = (self.person.name, self.person.psn_no, str(self.person_id))

    def _treat(self) -> dict[str, str]:
        now = get_clock().now()
        item = item_of(self.world.book, CITY, "A", now)
        wanted = request(self.person.psn_no, (charge(item, 45_075),), "RIGHTS-1")
        settled = settle_visit(self.place, wanted, SYSTEM, trace_id="t")
        return {
            "setl": settled.setl_id,
            "place": self.place.code,
            "entry": str(Settlement.objects.get(setl_id=settled.setl_id).entry_id),
            "run": _compare(self.place),
            "person": str(self.person_id),
            "psn": self.person.psn_no,
            "certificate": self._certify(),
        }

    def _certify(self) -> str:
        """Issue a certificate of the city of care to the owner, and return its number."""
        name = Words(self.person.name, self.person.name)
        facts = {**wanted().facts, "applicant.name": name}
        new = wanted("RIGHTS-1", person_id=self.person_id, city=CITY, facts=facts)
        return issue_certificate(new).number

    def _residents(self) -> list[Asker]:
        self.neighbour_id = get_insurance(self.world.person().psn_no).resident_id
        logins = [
            ("owner@430300", self.person_id),
            ("resident@430100", self.neighbour_id),
            ("resident@430200", get_insurance(self.world.person(ZHUZHOU).psn_no).resident_id),
            ("resident@510100", _far_resident()),
        ]
        for word, person_id in logins:
            open_account(login=word, resident_id=person_id, demo=True)
        return [Asker(word, signed_in(word)) for word, _ in logins]

    def _staff(self) -> list[Asker]:
        words = [word for book in self.books for word in self._staff_of(book)]
        return [Asker(word, signed_in(word)) for word in words]

    def _staff_of(self, book: PolicyBook) -> list[str]:
        words = []
        # Of the far metro area one city is enough: its staff are there to be refused.
        cities = book.cities() if book.metro == METRO else book.cities()[:1]
        for city in cities:
            codes = sorted(place.code for place in book.institutions() if place.city == city.code)
            own = self.place.code if city.code == CITY else codes[0]
            for role in ("clerk", "desk", *AUTHORITY, "fund", "office"):
                word = f"{role}@{city.code}"
                code = own if role == "desk" else None
                _add(word, book.metro, role, city.code, code)
                words.append(word)
        # The province's own authorities: cities are not theirs, and they are no city's.
        province = book.metro_area().province.code
        for role in AUTHORITY if book.metro == METRO else ():
            _add(f"{role}@{province}", book.metro, role, province, None)
            words.append(f"{role}@{province}")
        for word in OF_DEPARTMENTS if book.metro == METRO else ():
            role, _, place = word.partition("@")
            city, _, department = place.partition("-")
            _add(word, METRO, role, city, None, department=department)
            words.append(word)
        other = next(
            place.code
            for place in book.institutions()
            if place.city == book.cities()[0].code and place.code != self.place.code
        )
        word = f"desk@{book.cities()[0].code}b"
        _add(word, book.metro, "desk", book.cities()[0].code, other)
        return [*words, word]

    def _ask_about_a_look(self) -> dict[str, str]:
        """Let the desk look at the settlement, and the owner ask why."""
        self.client("desk@430100").get(f"/desk/settlements/{self.names['setl']}")
        look = AccessRecord.objects.latest("id")
        asked = self.client("owner@430300").post("/me/access", {"record": look.pk})
        assert asked.status_code == 303
        return {"look": str(look.pk), "question": str(AccessQuestion.objects.latest("id").pk)}

    def _bind_a_phone(self) -> dict[str, str]:
        return {"carrier": str(bind(self._resident(self.person_id)).carrier)}

    def _apply(self) -> dict[str, str]:
        day = get_clock().today()
        sender = Actor("machine", self.place.code, institution=self.place.code, metro=METRO)
        insurance = get_insurance(self.person.psn_no)
        diseases = self.world.book.resolve(
            "health.special.diseases", at=insurance.pool, on=day, scheme=insurance.scheme
        ).value
        assert isinstance(diseases, tuple)
        wanted = NewApplication(diseases[0].code, self.place.code, day, day)
        apply_for_special_disease(sender, Member(get_resident(self.person_id), insurance), wanted)
        return {"application": str(SpecialDiseaseApplication.objects.latest("id").application_no)}

    def _begin_a_scenario(self) -> dict[str, str]:
        begun = self.client("office@430100").post(
            "/office/whatif", {"name": "样例", "token": "t" * 22}
        )
        assert begun.status_code in (302, 303), begun.content.decode()
        return {"scenario": begun["Location"].rstrip("/").rsplit("/", 1)[1]} | self._draft()

    def _draft(self) -> dict[str, str]:
        """Let an office begin to change an item, and a power."""
        drafts = {}
        for name, at, form in (
            ("item_draft", "/office/items", {"item": "food-permit", "from": "2027-01-01"}),
            ("entry_draft", "/office/powers/xiangtan-01", {"act": "correct"}),
        ):
            begun = self.client("office@430100").post(at, {**form, "token": name})
            assert begun.status_code in (302, 303), begun.content.decode()
            drafts[name] = begun["Location"].removesuffix("/edit").rsplit("/", 1)[1]
        return drafts

    def _entrust(self) -> dict[str, str]:
        """Let the owner entrust the neighbour with her settlements, who accepts."""
        day, owner = get_clock().today(), self._resident(self.person_id)
        wanted = NewMandate(self.person_id, self.neighbour_id, frozenset({"settlements"}), day, day)
        given = give_mandate(owner, wanted, token="RIGHTS-1")
        accept_mandate(self._resident(self.neighbour_id), given.number)
        return {"mandate": str(given.number)}

    def _apply_across_the_border(self) -> dict[str, str]:
        """Let the owner apply at a counter of her city for what a district of Zhuzhou decides."""
        clerk = Actor("staff", str(uuid4()), role="clerk", city="430300", metro=METRO)
        answers = {**LICENCE, "name": self.person.name, "id_number": self.person.id_number}
        wanted = NewCase(
            self.person_id, "business-licence", "430302", False, "RIGHTS", answers=answers
        )
        case = open_case(clerk, wanted)
        case = submit_case(clerk, case.number, Submission("RIGHTS", "card", incomplete=True))
        return {"case": case.number, "rating_code": code_for(case)}

    def _print_a_card(self) -> dict[str, str]:
        return {"card": str(issue_card(self.person_id).carrier)}

    def _serve(self) -> None:
        """Let one clerk serve the owner, who stands at her window; the others serve nobody."""
        form = {"name": self.person.name, "number": self.person.id_number}
        assert self.client("clerk@430300").post("/counter", form).status_code == 303

    @staticmethod
    def _resident(person_id: UUID) -> Actor:
        return Actor("resident", str(person_id), person_id=person_id, metro=METRO)

    def one_of_each(self) -> list[Asker]:
        """Return one asker of each kind."""
        return list({asker.audience: asker for asker in self.askers}.values())

    def client(self, word: str) -> Client:
        """Return the browser of one asker."""
        return self.asker(word).client

    def asker(self, word: str) -> Asker:
        """Return one asker."""
        return next(asker for asker in self.askers if asker.word == word)


def signed_in(login: str) -> Client:
    """Return a browser that is signed in as a demonstration account."""
    client = Client()
    client.force_login(demo_account(login))
    return client


def _add(
    word: str, metro: str, role: str, city: str, code: str | None, *, department: str = ""
) -> None:
    add_staff(
        login=word,
        metro=metro,
        name=f"样例·{role}",
        role=role,
        city=city,
        institution_code=code,
        department=department,
        demo=True,
    )


def _far_resident() -> Any:
    day = get_clock().now().date().replace(year=1980)
    return register_resident(
        metro=OTHER_METRO,
        name="样例·远方",
        id_number=sample_id_number("510104", day, 7),
        home_city="510100",
    )


def _compare(place: Place) -> str:
    day = get_clock().now().date()
    statement = Statement(day, day, "11")
    rows = [held.row for held in list_centre_rows(place, statement)]
    asked = Asked("MSG-1", stated={"medfee_sumamt": 1, "fixmedins_setl_cnt": 1})
    sent = [rows[0]._replace(fund_fen=8_045)]
    return str(reconcile_details(place, statement, sent, asked).run.run_no)


__all__ = ["METRO", "Asker", "Metro", "Person"]
