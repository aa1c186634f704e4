"""What was settled on PostgreSQL, told as rows of a batch, comes to the same fen."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.assessing.facts import CareFacts, facts_from_json
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import AccountUse, grant_special_disease
from rongcheng.services.health.queries import open_facts
from rongcheng.services.health.rules import BatchPolicy
from tests.services.health.agreement.records import Record, columns_of
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk

DISEASE = "OPSP-01"


class Teller:
    """Tells stored settlements as rows: what each was decided on, and account credits between."""

    def __init__(self) -> None:
        self.account: dict[str, int] = defaultdict(int)
        self.persons: dict[str, int] = {}

    def rows(self, made: Settlement) -> list[Record]:
        """Return the rows of a settlement or a reversal."""
        person = self.persons.setdefault(made.psn_no, len(self.persons) + 1)
        at = made.settled_at.astimezone(SHANGHAI).replace(tzinfo=None)
        if made.reverses_id:
            back = Record(visit=made.pk, person=person, at=at, reverses=made.reverses_id)
            self.account[made.psn_no] -= made.account_fen - made.aid_fen
            return [back]
        facts = facts_from_json(open_facts(made.decision))
        credit = facts.account_balance_fen - self.account[made.psn_no]
        self.account[made.psn_no] += credit - (made.account_fen - made.aid_fen)
        stay = made.visit_id if made.med_type == "2101" else 0
        common: dict[str, Any] = {"visit": made.pk, "person": person, "at": at, "stay": stay}
        rows = [
            Record(**common, **_who(facts), **split, month=month if facts.kind == 14 else 0)
            for month, split in sorted(_splits(made, facts).items())
        ]
        rows[0] = Record(**{**rows[0].__dict__, "account_credit_fen": credit})
        return rows


def _who(facts: CareFacts) -> dict[str, Any]:
    names = ("insured_pool", "care_pool", "scheme", "standing", "tier", "kind", "age", "status")
    names += ("category", "premium", "pooling", "means", "birth", "pregnancy", "account_use")
    return {name: getattr(facts, name) for name in names} | {
        "filed": int(facts.filed),
        "begun": facts.begun_on,
        "civil_servant": int(facts.civil_servant),
        "campus": int(facts.campus),
        "diseases": len(facts.granted_diseases),
        "disease_granted": int(facts.disease_code in facts.granted_diseases),
    }


def _splits(made: Settlement, facts: CareFacts) -> dict[int, dict[str, int]]:
    """Return the four parts of the bill, by month where the care is of a special disease."""
    months: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    parts = ("self_paid_fen", "over_limit_fen", "prepaid_fen", "in_scope_fen")
    for line, split in zip(facts.lines, made.decision.result["splits"], strict=True):
        on = line.occurred_on
        month = months[on.year * 100 + on.month if facts.kind == 14 else 0]
        month["total_fen"] += line.amount_fen
        for name, fen in zip(parts, split[:4], strict=True):
            month[name] += fen
    return months


def play_a_year(world: World, clock: FixedClock) -> None:
    """Settle, reverse and admit on PostgreSQL, from March into the next year."""
    place = world.at_tier("430100", "level_2")
    employee = Desk(world, world.person(CHANGSHA, account_fen=45_000, civil_servant=True))
    patient = world.person(XIANGTAN, "resident", "adult")
    grant_special_disease(
        METRO, XIANGTAN, patient.psn_no, "resident", disease_code=DISEASE,
        begins_on=date(2024, 1, 1),
    )  # fmt: skip
    resident = Desk(world, patient)
    made = []
    for fen in (26_000, 4_507, 250_000, 8_843_210):
        asked = employee.ask(place, [("A", fen), ("C", 1_111)], account=AccountUse.OWN)
        made.append(employee.settle(place, asked))
        clock.advance(timedelta(days=11))
    employee.take_back(place, made[0])
    for month in (2, 3):
        both = resident.ask(place, [("A", 10_000), ("A", 32_000)], disease=DISEASE)
        earlier = resident.ask(
            place, [("A", 1), ("B", 21_111)], disease=DISEASE,
            at=datetime(2026, month, 3, 9, tzinfo=SHANGHAI),
        )  # fmt: skip
        both = both._replace(charges=(both.charges[0], earlier.charges[1]))
        made.append(resident.settle(place, both))
        clock.advance(timedelta(days=20))
    for desk in (employee, resident):
        stay = desk.admit(place)
        for interim in (True, False):
            desk.charge_stay(place, stay, [("A", 1_800_000), ("B", 99_999)])
            clock.advance(timedelta(days=3))
            if not interim:
                desk.discharge(place, stay)
            last = desk.settle_stay(place, stay, desk.ask(place, []), interim=interim)
        desk.take_stay_back(place, last, desk.ask_back(last))
        desk.settle_stay(place, stay, desk.ask(place, []), interim=False)
    clock.advance(timedelta(days=300))
    resident.take_back(place, made[-1])
    for fen in (26_000, 77_777):
        employee.settle(place, employee.ask(place, [("A", fen)], account=AccountUse.OWN))
        clock.advance(timedelta(days=1))


def test_settlements_of_the_database_and_of_the_batch_are_the_same(
    world: World, clock: FixedClock
) -> None:
    play_a_year(world, clock)
    teller = Teller()
    told = [(made, teller.rows(made)) for made in Settlement.objects.order_by("id")]
    told.sort(key=lambda pair: (pair[1][0].person, pair[1][0].at, pair[1][0].visit))
    policy = BatchPolicy([world.book], compiled=False)
    rows = [row for _, rows in told for row in rows]
    results, faults = policy.settle(columns_of(rows, policy.vocabulary))
    assert faults.tolist() == [0] * len(rows)
    start = 0
    for made, own in told:
        for name in results._fields[:12]:
            came_to = int(getattr(results, name)[start : start + len(own)].sum())
            assert came_to == getattr(made, name), (made.setl_id, name)
        start += len(own)
    assert len(told) == 18
    assert sum(made.year == 2027 for made, _ in told) == 2
