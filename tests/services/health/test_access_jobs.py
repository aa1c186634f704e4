"""Every job and every command: whose data it reads, and what record that leaves.

Complete by construction: a job or a command without a row fails.
"""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs
from typer.main import get_command

from rongcheng.cli import app as commands
from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import stored_purposes
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.public import last_settlement, settle_visit, stored_visits
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import METRO, XIANGTAN, World

CITY = "430100"
NOBODY = ""
# The purpose that its records name; NOBODY with a reason for what reads no resident's data.
JOBS: dict[str, tuple[str, str]] = {
    "rongcheng.health.drop_files": (NOBODY, "deletes files by their age"),
    "rongcheng.health.catch_up": (NOBODY, "repeats calls that were recorded when they were made"),
    "rongcheng.government.distribute": (NOBODY, "gives cases to officers and opens none"),
    "rongcheng.government.pass_days": (NOBODY, "days and states; forms stay sealed"),
    "rongcheng.government.recount": (NOBODY, "days and states; forms stay sealed"),
    "rongcheng.government.deliver": (NOBODY, "days and states; forms stay sealed"),
    "rongcheng.government.remind": (NOBODY, "days and states; forms stay sealed"),
    "rongcheng.scale.compute_scenario": ("comparison", "extracts what is new; counts columns"),
    "rongcheng.scale.extract_columns": ("comparison", "opens facts, a portion at a time"),
    "rongcheng.code.keep_fresh": (NOBODY, "keys and status lists"),
    "rongcheng.resealing.reseal": (NOBODY, "opened and sealed in memory, for nobody's eyes"),
    "rongcheng.access.seal": (NOBODY, "marks over records, for nobody's eyes"),
    "rongcheng.ledger.add_up": (NOBODY, "sums of entries"),
    "rongcheng.people.sweep": (NOBODY, "deletes counts of tries and sessions by their age"),
    "rongcheng.attachments.sweep": (NOBODY, "deletes sealed files by their age, unopened"),
    "rongcheng.webhooks.deliver": (NOBODY, "numbers and states of cases, without persons' data"),
    "rongcheng.webhooks.sweep": (NOBODY, "deletes messages by their age"),
    "rongcheng.outbox.drain": (NOBODY, "events without persons' data"),
}
COMMANDS: dict[str, tuple[str, str]] = {
    "up": (NOBODY, "starts the house"),
    "core": (NOBODY, "a pool's own core, its own journal"),
    "city-app": (NOBODY, "invented people of a file; no database"),
    "demo-app": (NOBODY, "invented people, made up again from their seed"),
    "setup-data": (NOBODY, "loads policy and invented people"),
    "live-day": (NOBODY, "invented people; their acts leave records of their own"),
    "simulate": (NOBODY, "invented people; their acts leave records of their own"),
    "data-set": (NOBODY, "invented people"),
    "settle": (NOBODY, "a file of visits of whoever runs it; no name in it, nothing stored"),
    "whatif": (NOBODY, "a file of visits of whoever runs it; no name in it, nothing stored"),
    "check": (NOBODY, "a policy pack"),
    "export": (NOBODY, "a policy pack"),
    "policy": (NOBODY, "the policy book"),
    "explain": ("audit", "the decision that was asked for"),
    "verify": ("audit", "decisions that come out otherwise are printed"),
    "clear": ("export", "statements written to a folder, in portions"),
    "credential": (NOBODY, "an institution's"),
    "keys": (NOBODY, "counts by key version; re-sealing shows nobody anything"),
    "webhooks": (NOBODY, "numbers of cases, states of addresses"),
    "staff": (NOBODY, "sign-ins of members of staff"),
    "catch-up": (NOBODY, "repeats calls that were recorded when they were made"),
    "backup": (NOBODY, "sealed as it lies"),
    "restore": (NOBODY, "sealed as it lies; verify has its own row"),
}


def test_every_job_has_a_row() -> None:
    assert {name for name in jobs.tasks if name.startswith("rongcheng.")} == set(JOBS)


def test_every_command_has_a_row() -> None:
    assert set(get_command(commands).commands) == set(COMMANDS)  # type: ignore[attr-defined]


def test_the_rows_name_purposes_of_the_list() -> None:
    for purpose, why in [*JOBS.values(), *COMMANDS.values()]:
        assert why
        assert purpose == NOBODY or purpose in stored_purposes()


def test_each_portion_of_an_extract_leaves_one_record(world: World, clock: FixedClock) -> None:
    place = world.at_tier(CITY, "level_3")
    people = [world.person(XIANGTAN), world.person(XIANGTAN)]
    item = item_of(world.book, CITY, "A", clock.now())
    for number, person in enumerate([*people, people[0]]):
        asked = request(person.psn_no, (charge(item, 10_000),), f"W-{number}")
        settle_visit(place, asked, SYSTEM, trace_id="t")
    before = AccessRecord.objects.latest("id").pk
    until = last_settlement(METRO)

    assert sum(len(rows) for rows in stored_visits(METRO, 0, until)) == 3
    (record,) = AccessRecord.objects.filter(id__gt=before)
    assert (record.actor_kind, record.application, record.purpose) == (
        "system",
        "job",
        "comparison",
    )
    assert set(record.persons) == {get_insurance(one.psn_no).resident_id for one in people}
    assert record.data_kinds == ["insurance", "settlement"]
    # Nothing new: nobody is looked at.
    assert list(stored_visits(METRO, until, until)) == []
    assert AccessRecord.objects.filter(id__gt=before).count() == 1
