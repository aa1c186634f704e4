"""The tour's family (体验家庭): four invented people of one run, registered and enrolled."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple
from uuid import UUID

from rongcheng.foundation.people.public import (
    Enrolment,
    InsuranceInfo,
    NewResident,
    enrol_all,
    get_insurance,
    get_resident,
    register_residents,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.simulation.openings import open_personal_account
from rongcheng.simulation.population import sample_id_number
from rongcheng.simulation.tour.run import Run
from rongcheng.simulation.tour.scene import Scene
from rongcheng.web.actor import Actor

ACCOUNT_FEN = 80_000
LOWEST_SERIAL, SERIALS = 100, 400


class Part(NamedTuple):
    """A part in the story: name, age, gender (1 male, 2 female), standing, at the centre or not."""

    role: str
    name: str
    age: int
    gender: int
    scheme: str
    standing: str
    psn_type: str
    at_centre: bool = False


PARTS = (
    Part("grandmother", "样例·林奶奶", 68, 2, "employee", "retired", "12", at_centre=True),
    Part("father", "样例·林爸爸", 38, 1, "employee", "in_service", "11"),
    Part("mother", "样例·江妈妈", 33, 2, "employee", "in_service", "11"),
    Part("son", "样例·林小弟", 8, 1, "resident", "student", "1403"),
)


def make_family(run: Run, scene: Scene) -> dict[str, str]:
    """Register and enrol the run's family, once; return each part's person number."""
    random = Random(f"tour:{run.id}")  # noqa: S311 - synthetic people, not secrets
    today = get_clock().today()
    ids = register_residents(run.metro, [_resident(random, part, scene, today) for part in PARTS])
    insured = enrol_all(
        [
            Enrolment(
                resident_id=person_id,
                pool=scene.book.pool_of_city(_city(part, scene)),
                scheme=part.scheme,
                standing=part.standing,
                psn_type=part.psn_type,
                insured_from=date(today.year - 3, 1, 1),
            )
            for person_id, part in zip(ids, PARTS, strict=True)
        ]
    )
    numbers = {part.role: row.psn_no for part, row in zip(PARTS, insured, strict=True)}
    open_personal_account(run.metro, insured[1].pool, numbers["father"], "account", ACCOUNT_FEN)
    return numbers


def _city(part: Part, scene: Scene) -> str:
    return scene.centre if part.at_centre else scene.home


def _resident(random: Random, part: Part, scene: Scene, today: date) -> NewResident:
    city = _city(part, scene)
    district = next(d.code for d in scene.book.districts() if d.city == city)
    born_on = date(today.year - part.age, random.randrange(1, 13), random.randrange(1, 29))
    serial = LOWEST_SERIAL + 2 * random.randrange(SERIALS) + part.gender % 2
    return NewResident(part.name, sample_id_number(district, born_on, serial), city, district)


def insurance_of(run: Run, role: str) -> InsuranceInfo:
    """Return a family member's insurance."""
    return get_insurance(run.of(1)["family"][role])


def resident_actor(run: Run, role: str) -> Actor:
    """Return a family member as the one who asks."""
    person = get_resident(insurance_of(run, role).resident_id)
    return Actor(
        "resident",
        str(person.id),
        label=person.name,
        city=person.home_city,
        person_id=person.id,
        metro=person.metro,
    )


def person_id_of(run: Run, role: str) -> UUID:
    """Return a family member's opaque id."""
    return insurance_of(run, role).resident_id
