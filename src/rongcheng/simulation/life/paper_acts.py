"""How filings and disease statuses are asked for and answered (模拟的备案与认定).

Played again after a stop, each finds what it did: a filing by its number, an application by person,
disease and day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rongcheng.foundation.people.public import get_insurance, get_resident
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.public import (
    Member,
    NewApplication,
    NewFiling,
    apply_for_special_disease,
    list_applications_of,
    register_filing,
    review_special_disease,
    revoke_filing,
)
from rongcheng.simulation.life.scene import Scene
from rongcheng.web.actor import Actor

CATEGORIES = ("other", "other", "other", "living", "living", "posted", "settled")
"""Why people file, each as often as it stands here; invented."""
ACCEPTED, REFUSED = 0.7, 0.95
"""Up to which draw an application is accepted, and from there on refused; the rest waits."""
WITHDRAWN = "填错了城市（样例）"
LACKING = "缺出院记录，请医院补齐后重新申请（样例）"


def file(scene: Scene) -> None:
    """File for care in another city, from tomorrow on."""
    _, replayed = _filed(scene)
    scene.journal.note(scene.event.act, "repeated" if replayed else "done")


def withdraw(scene: Scene) -> None:
    """Withdraw what was filed just before."""
    number, _ = _filed(scene)
    revoked = revoke_filing(_herself(scene), number, scene.person.psn_no, reason=WITHDRAWN)
    scene.journal.note(scene.event.act, "repeated" if revoked.replayed else "done")


def apply(scene: Scene) -> None:
    """Let a hospital send an application for a disease that its patient has no status of."""
    event, stage = scene.event, scene.stage
    if _number_of(scene):
        scene.journal.note(event.act, "repeated")
        return
    insurance = get_insurance(scene.person.psn_no)
    member = Member(get_resident(scene.person.person_id), insurance)
    day = _day(scene)
    wanted = NewApplication(event.disease, event.place, day, day)
    apply_for_special_disease(stage.actor(stage.places[event.place]), member, wanted)
    scene.journal.note(event.act)


def review(scene: Scene) -> None:
    """Let the city of insurance accept the application, refuse it with a reason, or leave it."""
    event = scene.event
    number = _number_of(scene)
    draw = scene.stage.random(event.number, _day(scene).toordinal(), "review").random()
    if not number or draw >= REFUSED:
        scene.journal.note(event.act, "nothing")
        return
    accept = draw < ACCEPTED
    review_special_disease(_clerk(scene), number, accept=accept, reason="" if accept else LACKING)
    scene.journal.note(event.act, "done" if accept else "declined")


def _filed(scene: Scene) -> tuple[str, bool]:
    """File, or find what was filed that day; return its number and whether it was there."""
    event, stage = scene.event, scene.stage
    day = _day(scene)
    category = stage.random(event.number, day.toordinal(), "filing").choice(CATEGORIES)
    toward = stage.infos[event.place].pool
    wanted = NewFiling(scene.person.psn_no, category, toward, day + timedelta(days=1))
    number = f"{scene.request_start}-{day:%y%m%d}"
    made = register_filing(_herself(scene), wanted, source=stage.wanted.prefix, number=number)
    return made.filing.filing_no, made.replayed


def _number_of(scene: Scene) -> str:
    """Return the number of the day's application for this disease, or nothing."""
    for row in list_applications_of(scene.person.psn_no):
        if row.disease_code == scene.event.disease and row.certified_on == _day(scene):
            return str(row.application_no)
    return ""


def _day(scene: Scene) -> date:
    return _begun(scene).date()


def _begun(scene: Scene) -> datetime:
    return (scene.event.begun or scene.event.at).astimezone(SHANGHAI)


def _herself(scene: Scene) -> Actor:
    person = scene.person.person_id
    return Actor("resident", str(person), person_id=person, metro=scene.stage.metro)


def _clerk(scene: Scene) -> Actor:
    pool = get_insurance(scene.person.psn_no).pool
    city = scene.stage.book.pool(pool).city
    return Actor(
        "staff", "simulation", "样例·窗口", role="clerk", city=city, metro=scene.stage.metro
    )
