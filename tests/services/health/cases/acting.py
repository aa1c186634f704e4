"""Plays a story through the room's own actions: real people, ledger and totals on PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime

from rongcheng.foundation.institutions.public import (
    forget_credentials,
    list_institutions,
    sync_institutions,
)
from rongcheng.foundation.ledger.public import (
    PostingLine,
    balance,
    open_window,
    post_entry,
    verify_ledger,
)
from rongcheng.foundation.people.public import (
    Enrolment,
    InsuranceInfo,
    enrol,
    record_identity,
    register_resident,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book, publish
from rongcheng.services.health.domain.types import STAYS
from rongcheng.services.health.filings.registering import NewFiling, register_filing
from rongcheng.services.health.models import (
    AdmissionTotals,
    Decision,
    MaternityTotals,
    MonthTotals,
    Settlement,
    YearTotals,
)
from rongcheng.services.health.public import (
    Charge,
    Place,
    Settled,
    SettlementRequest,
    grant_special_disease,
    place_of_institution,
    reverse_settlement,
    settle_visit,
    verify_decisions,
)
from rongcheng.services.health.settling.stays import reverse_stay
from rongcheng.simulation.population import sample_id_number
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import request
from tests.services.health.cases.books import pack_for
from tests.services.health.cases.playing import Played, facts_of_line, played_of
from tests.services.health.cases.telling import TOTALS, Filed, Story, Visit
from tests.services.health.cases.ward import Ward

PERSON_TYPES = {"in_service": "11", "retired": "12", "adult": "15", "senior": "16"}
GRANTED_ON = date(2023, 1, 1)
TWO_DISEASES_SINCE = date(2025, 1, 1)
IDENTITIES = {"destitute": "2304", "minimum_income": "2303", "low_income": "2305"}


def open_metro(metro: str) -> None:
    """Publish a metro's real pack, list its institutions and open its clearing window."""
    forget_credentials()
    publish(pack_for(metro, ()), by="test")
    sync_institutions(current_book(metro))
    open_window(metro)


class ActionCounter:
    """Settles by `settle_visit`, at the institution of the visit's city and tier."""

    def __init__(self, story: Story, clock: FixedClock) -> None:
        """Register and enrol the person, with all that the story begins with."""
        self.story = story
        self.clock = clock
        if story.changes:
            publish(pack_for(story.metro, story.changes), by="test")
        self.book: PolicyBook = current_book(story.metro)
        self.psn_no = self._enrolled().psn_no
        self.calls: list[tuple[Place, SettlementRequest, Settled]] = []
        self.ward = Ward(self.psn_no, self.person_id, clock)
        self._deposit()
        self._begin()

    def settle(self, visit: Visit) -> Played:
        """Settle a visit at its own hour."""
        self.clock.set(visit.at)
        place, asked = self.place_of(visit), self.request_of(visit)
        settled = self._settled(visit, place, asked)
        self.calls.append((place, asked, settled))
        decision = Decision.objects.get(pk=settled.decision_id)
        assert settled.amounts.hospital_fen == 0
        return played_of(settled.amounts, decision.reasons)

    def _settled(self, visit: Visit, place: Place, asked: SettlementRequest) -> Settled:
        if visit.kind in STAYS:
            return self.ward.settle(visit, place, asked)
        return settle_visit(place, asked, SYSTEM, trace_id="story")

    def take_back(self, visit: Visit) -> None:
        """Reverse an earlier visit at this one's hour."""
        self.clock.set(visit.at)
        place, asked, settled = self.calls[visit.takes_back - 1]
        kind = self.story.visits[visit.takes_back - 1].kind
        reverse = reverse_stay if kind in STAYS else reverse_settlement
        back = asked._replace(request_id=f"{asked.request_id}-BACK", charges=())
        reverse(place, settled.setl_id, settled.mdtrt_id, back, SYSTEM, trace_id="story")
        self.calls.append((place, back, settled))

    def so_far(self, visit: Visit) -> dict[str, int]:
        """Return the stored totals by word, and what else a refusal must leave as it was."""
        year = YearTotals.objects.filter(psn_no=self.psn_no, year=visit.at.year).first()
        found = {
            word: getattr(year, column, 0) for word, column in TOTALS.items() if word != "prenatal"
        }
        births = MaternityTotals.objects.filter(psn_no=self.psn_no)
        paid = sum(row.births for row in births)
        found["prenatal"] = sum(row.prenatal_fen for row in births if row.pregnancy == paid + 1)
        months = MonthTotals.objects.filter(psn_no=self.psn_no)
        found |= {str(row.month): row.special_fen for row in months}
        found["account"] = balance(f"account:{self.psn_no}")
        found["aid"] = balance(f"aid:{self.psn_no}")
        found["settlements"] = Settlement.objects.filter(psn_no=self.psn_no).count()
        found["decisions"] = Decision.objects.count()
        return found

    def check_replays(self) -> None:
        """Send every request again, later: the first answer comes back and nothing moves."""
        self.clock.set(datetime(2030, 1, 1, 12, 0, tzinfo=SHANGHAI))
        before = self.so_far(self.story.visits[-1])
        for place, asked, settled in self.calls:
            if asked.stay is None and asked.charges:
                again = settle_visit(place, asked, SYSTEM, trace_id="story")
                assert again == settled._replace(replayed=True)
        assert self.so_far(self.story.visits[-1]) == before

    def check_books(self) -> None:
        """Check that ledger and stored decisions stand."""
        assert verify_ledger() == []
        assert list(verify_decisions()) == []

    def place_of(self, visit: Visit) -> Place:
        """Return the first networked institution of the visit's city and tier."""
        return next(
            place_of_institution(found)
            for found in list_institutions(self.story.metro, city=visit.city)
            if found.tier == visit.tier
            and found.direct_settlement
            and (found.kind == "campus") == visit.campus
        )

    def request_of(self, visit: Visit) -> SettlementRequest:
        """Return the request that the visit's counter sends."""
        charges = tuple(
            Charge(
                facts_of_line(number, line, self.book, visit.city),
                "1",
                datetime.combine(line.on, visit.at.timetz()),
                "",
                "",
            )
            for number, line in enumerate(visit.lines, 1)
        )
        number = self.story.visits.index(visit)
        asked = request(
            self.psn_no, charges, f"STORY-{number:04d}", kind=visit.kind, disease=visit.disease
        )
        return asked._replace(account_use=visit.account_use, begun_on=visit.begun_on)

    def _enrolled(self) -> InsuranceInfo:
        person, metro = self.story.person, self.story.metro
        number = sample_id_number(f"{person.pool[:4]}02", person.born_on, 1)
        person_id = self.person_id = register_resident(
            metro=metro, name="样例·故事", id_number=number, home_city=f"{person.pool[:4]}00"
        )
        info = enrol(
            Enrolment(
                resident_id=person_id,
                pool=person.pool,
                scheme=person.scheme,
                standing=person.standing,
                psn_type=PERSON_TYPES.get(person.standing, "1403"),
                insured_from=date(2020, 1, 1),
                status=str(person.status),
                civil_servant=person.civil_servant,
                premium=person.premium,
                pooling=person.pooling,
            )
        )
        if person.means != "ordinary":
            kind = IDENTITIES[person.means]
            record_identity(person_id, kind, begins_on=date(2020, 1, 1))
        for filing in person.filings:
            self._file(info, filing)
        for disease in person.granted:
            grant_special_disease(
                metro,
                person.pool,
                info.psn_no,
                person.scheme,
                disease_code=disease,
                begins_on=GRANTED_ON if disease.startswith("OPSP") else TWO_DISEASES_SINCE,
            )
        return info

    def _file(self, info: InsuranceInfo, filing: Filed) -> None:
        self.clock.set(filing.made_at)
        wanted = NewFiling(info.psn_no, filing.category, filing.toward, filing.since, filing.until)
        number = str(self.story.person.filings.index(filing))
        register_filing(SYSTEM, wanted, source="story", number=number)

    def _deposit(self) -> None:
        person = self.story.person
        for kind, amount in (("account", person.account_fen), ("aid", person.aid_fen)):
            if amount:
                post_entry(
                    key=f"story:{kind}:{self.psn_no}",
                    metro=self.story.metro,
                    kind="test.opening",
                    reference=self.psn_no,
                    occurred_at=datetime(2024, 1, 1, tzinfo=SHANGHAI),
                    postings=[
                        PostingLine(f"{kind}:{self.psn_no}", amount),
                        PostingLine(f"opening:{person.pool}", -amount),
                    ],
                )

    def _begin(self) -> None:
        start = self.story.start
        year = {column: start.used.get(word, 0) for word, column in TOTALS.items()}
        prenatal = year.pop("prenatal_fen")
        YearTotals.objects.create(psn_no=self.psn_no, year=start.year, **year)
        for tier, count in start.admissions.items():
            AdmissionTotals.objects.create(
                psn_no=self.psn_no, year=start.year, tier=tier, admissions=count
            )
        for number in range(1, start.births + 1):
            MaternityTotals.objects.create(psn_no=self.psn_no, pregnancy=number, births=1)
        if prenatal:
            MaternityTotals.objects.create(
                psn_no=self.psn_no, pregnancy=start.births + 1, prenatal_fen=prenatal
            )
        for month, used in start.months.items():
            MonthTotals.objects.create(psn_no=self.psn_no, month=month, special_fen=used)
