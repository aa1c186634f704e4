"""A small metro area for a random run (随机运行的都市圈): people, hospitals, one remote core.

Everything that an operation may need, and what it leaves open: stays, messages without an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import FixedClock, get_clock
from rongcheng.kernel.money import MAX_FEN, PPM
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.types import Parameter
from rongcheng.services.health.filings.registering import NewFiling, register_filing
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.public import (
    AccountUse,
    CareKind,
    Place,
    Settled,
    SettlementRequest,
    grant_special_disease,
)
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.cores.core_process import CoreThread, Wire
from tests.services.health.interface.hospital import Hospital
from tests.services.health.random_runs.model import Made, Model

POOLS = (CHANGSHA, ZHUZHOU, XIANGTAN)
CITIES = ("430100", "430200", "430300")
TIERS = ("primary", "level_2", "level_3")
DISEASE = "OPSP-01"
AMOUNTS = (1, 99, 4_500, 30_000, 45_075, 80_000, 250_000)
STAY_AMOUNTS = (20_000, 110_000, 300_001, 2_500_000, 9_000_000)
SCALED = {
    "health.outpatient.ratio",
    "health.outpatient.deductible",
    "health.outpatient.cap_year",
    "health.inpatient.ratio",
    "health.special.limit_month",
}


def edition(pack: Pack, percent: int) -> Pack:
    """Return an edition of the pack whose benefits are some percent of it."""

    def scaled(value: Any, most: int) -> Any:
        if isinstance(value, dict):
            return {name: scaled(part, most) for name, part in value.items()}
        return min(most, value * percent // 100)

    def changed(parameter: Parameter) -> Parameter:
        if parameter.key not in SCALED:
            return parameter
        most = PPM if parameter.key.endswith("ratio") else MAX_FEN
        rows = tuple(row._replace(value=scaled(row.value, most)) for row in parameter.values)
        return parameter._replace(values=rows)

    return assemble(
        pack.metro,
        parameters=[changed(parameter) for parameter in pack.parameters],
        agreements=pack.agreements,
        institutions=pack.institutions,
        catalogues=pack.catalogues,
    )


@dataclass
class OpenStay:
    """A stay whose bill is not whole yet."""

    person: Person
    place: Place
    mdtrt_id: str
    kind: int
    discharged: bool = False
    unsettled: int = 0


@dataclass
class Sent:
    """A request that a hospital sent: how to send it again, and what its answer means."""

    place: Place
    person: Person
    request: SettlementRequest
    call: Callable[[], Settled]
    done: Callable[[Settled], None]
    answer: Settled | None = None


@dataclass
class Town:
    """The metro area of a run."""

    world: World
    clock: FixedClock
    model: Model
    editions: list[Pack]
    core: CoreThread | None = None
    wire: Wire | None = None
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    stays: list[OpenStay] = field(default_factory=list)
    pending: list[Sent] = field(default_factory=list)
    answered: list[Sent] = field(default_factory=list)
    serial: int = 0
    edition: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    standings: dict[str, tuple[str, str]] = field(default_factory=dict)
    _hospitals: dict[str, Hospital] = field(default_factory=dict)

    def settle_in(self, rng: Random, people: int) -> None:
        """Register the people and choose the hospitals."""
        kinds = [("employee", "in_service"), ("employee", "retired"), ("resident", "adult")]
        self.places = [self.world.at_tier(city, tier) for city in CITIES for tier in TIERS]
        for number in range(people):
            scheme, standing = kinds[number % 3]
            person = self.world.person(
                POOLS[number % 7 % 3],
                scheme,
                standing,
                account_fen=rng.choice((0, 20_000, 500_000)),
                aid_fen=rng.choice((0, 10_000)),
            )
            self.people.append(person)
            self.standings[person.psn_no] = scheme, standing
            if number % 2:
                self._grant(person, scheme)
            if number % 4 == 0:
                self._file(person, number)

    def _grant(self, person: Person, scheme: str) -> None:
        grant_special_disease(
            METRO,
            person.pool,
            person.psn_no,
            scheme,
            disease_code=DISEASE,
            begins_on=date(2024, 1, 1),
        )

    def _file(self, person: Person, number: int) -> None:
        toward = next(pool for pool in POOLS if pool != person.pool)
        wanted = NewFiling(person.psn_no, "living", toward, self.clock.today())
        register_filing(SYSTEM, wanted, source="random", number=str(number))

    def wait(self, span: timedelta = timedelta(minutes=3)) -> None:
        """Let time pass."""
        self.clock.advance(span)

    def next_serial(self) -> int:
        """Return a number that was not used yet."""
        self.serial += 1
        return self.serial

    def hospital(self, place: Place) -> Hospital:
        """Return a place's system at the interface."""
        if place.code not in self._hospitals:
            self._hospitals[place.code] = Hospital(place)
        found = self._hospitals[place.code]
        found.serial %= 9_000
        return found

    def person_id(self, person: Person) -> Any:
        """Return the resident of an insured person."""
        return get_insurance(person.psn_no).resident_id

    def ask(
        self,
        rng: Random,
        person: Person,
        place: Place,
        kind: CareKind,
        amounts: tuple[int, ...] = AMOUNTS,
    ) -> SettlementRequest:
        """Return a new request with one to three lines."""
        number = self.next_serial()
        now = get_clock().now()
        at = now - timedelta(minutes=rng.randint(1, 90))
        charges = tuple(
            charge(
                item_of(self.world.book, place.city, rng.choice("AAC"), at),
                rng.choice(amounts) + rng.randint(0, 50),
                number * 10 + line,
                at,
            )
            for line in range(rng.randint(1, 3))
        )
        return request(
            person.psn_no,
            charges,
            f"RUN-{number:06d}",
            kind=kind,
            disease=DISEASE if kind is CareKind.SPECIAL_DISEASE else "",
            account=rng.choice(list(AccountUse)),
        )

    def ask_back(self, made: Made) -> SettlementRequest:
        """Return a new request to take a settlement back."""
        number = self.next_serial()
        digest = hashlib.sha256(f"back {made.settled.setl_id}".encode()).digest()
        blank = request(made.person.psn_no, (), f"RUN-{number:06d}")
        return blank._replace(request_hash=digest)

    def take_up(self, person: Person, place: Place, settled: Settled, stay: str = "") -> None:
        """Add an acknowledged settlement to the model, with what it says it counted."""
        row = Settlement.objects.get(setl_id=settled.setl_id)
        counted, amounts = row.counted, settled.amounts
        made = Made(
            person,
            place,
            settled._replace(replayed=False),
            stay=stay,
            first_of_stay=bool(stay) and not self.model.stay_stands(stay),
            counted_own_fen=counted["year"]["counted_own_fen"],
            months=dict(counted["months"]),
            pregnancy=counted["pregnancy"] if counted["births"] else 0,
            entry=row.entry_id,
        )
        assert 0 <= made.counted_own_fen <= amounts.deductible_fen + amounts.own_share_fen
        special = settled.med_type == "14"
        assert sum(made.months.values()) == (amounts.pool_fen if special else 0)
        self.model.settled(made)

    def find_reversals(self) -> int:
        """Add to the model the reversals that the catching up finished by itself."""
        found = 0
        waiting = {sent.request.request_id for sent in self.pending}
        for row in Settlement.objects.filter(reverses__isnull=False, request_id__in=waiting):
            sent = next(s for s in self.pending if s.request.request_id == row.request_id)
            sent.done(sent.call())
            self.pending.remove(sent)
            found += 1
        return found

    def is_open(self, sent: Sent) -> bool:
        """Say whether the call of a request is not brought to an end yet."""
        return CoreCall.objects.filter(
            institution_id=sent.place.code,
            request_id=sent.request.request_id,
            state__in=(1, 2, 3, 4, 7),
        ).exists()

    def open_calls(self) -> set[str]:
        """Return the keys at the core that are not brought to an end yet."""
        rows = CoreCall.objects.filter(state__in=(1, 2, 3, 4, 7)).values_list("key", "of_key")
        return {key for pair in rows for key in pair if key}
