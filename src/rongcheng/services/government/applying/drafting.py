"""Applying (申请): a draft and what is handed in with it, at a counter or from one's own phone.

What a person wrote is kept from the first word; nothing is checked before she hands it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    Handed,
    add_desks,
    hand_in,
    insert_case,
    locked_case,
    seal_draft,
    take_back,
)
from rongcheng.foundation.people.public import get_resident, note_act
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.errors import NoItemVersion
from rongcheng.policy.item_types import ItemVersion
from rongcheng.services.government.case_errors import (
    AnothersWindow,
    NotAnApplicant,
    StepIncomplete,
)
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.handling.moving import EVENTS, move
from rongcheng.services.government.handling.standing import works_for
from rongcheng.web.actor import Actor

CHANNEL_COUNTER, CHANNEL_COMPUTER, CHANNEL_PHONE = 1, 2, 3


class NewCase(NamedTuple):
    """What somebody wants to apply for (申请): for whom, what, from where, by which way.

    `asked_at` is the counter's district or city, or the city whose app is used when `online`.
    `token` marks the wish: the same again changes nothing.
    """

    person_id: UUID
    item: str
    asked_at: str
    online: bool
    token: str
    channel: int = CHANNEL_COUNTER
    answers: Mapping[str, object] = {}
    app: str = ""
    bundle: str = ""
    bundle_no: str = ""


def open_case(actor: Actor, wanted: NewCase) -> Case:
    """Begin a case as a draft, once for each token, and return it.

    A department's window takes in only what its department decides. Raises NotAnApplicant,
    AnothersWindow, CaseConflict, and the policy book's UnknownItem or NoItemVersion.
    """
    capacity = _capacity(actor, wanted)
    book = current_book(actor.metro)
    today = get_clock().today()
    book.government.item_on(wanted.item, today)
    if not takes_in(book, actor, wanted.item, today):
        raise AnothersWindow()
    number = new_id("C")
    row = Case(
        number=number,
        token=f"{actor.kind}:{actor.id}:{wanted.token}",
        metro=actor.metro,
        service="government",
        item=wanted.item,
        bundle=wanted.bundle,
        bundle_no=wanted.bundle_no,
        person_id=wanted.person_id,
        channel=wanted.channel,
        app=wanted.app,
        opened_at=get_clock().now(),
        opened_by_kind=actor.kind,
        opened_by_id=actor.id,
        began_on=today,
        asked_at=wanted.asked_at,
        mode=0,
        intake_city=city_of(wanted.asked_at) if capacity is Capacity.COUNTER else "",
        intake_department=actor.department if capacity is Capacity.COUNTER else "",
        state=CaseState.DRAFT,
        draft_sealed=seal_draft(number, wanted.answers),
    )
    with transaction.atomic():
        case, replayed = insert_case(row)
        if not replayed:
            if capacity is Capacity.COUNTER:
                add_desks(case, [(actor.city, actor.department, "intake")])
            note_act(actor, "case.opened", case.number)
    return case


def takes_in(book: PolicyBook, actor: Actor, item: str, on: date) -> bool:
    """Tell whether this window takes an item in: a department's only what the department decides.

    What does not run on that day is no department's. Raises UnknownItem.
    """
    if not actor.department:
        return True
    try:
        return book.department_of(item, on) == actor.department
    except NoItemVersion:
        return False


def save_draft(actor: Actor, number: str, answers: Mapping[str, object]) -> Case:
    """Keep what was written so far; nothing is checked yet. Raises CaseUnknown, EventRefused."""
    with transaction.atomic():
        case = locked_case(actor, number)
        move(CaseState(case.state), CaseEvent.SAVE, (hers(actor, case),))
        case.draft_sealed = seal_draft(case.number, answers)
        case.save(update_fields=["draft_sealed"])
    return case


def hand_in_materials(actor: Actor, number: str, handed: Iterable[Handed]) -> Case:
    """Note papers, files or e-certificates for a draft or an asked supplement.

    Raises CaseUnknown, EventRefused once the case is under way, StepIncomplete for a material that
    the item does not know.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        version = current_book(case.metro).government.item_on(case.item, case.began_on)
        note_handed(actor, case, version, list(handed))
    return case


def note_handed(actor: Actor, case: Case, version: ItemVersion, given: Sequence[Handed]) -> None:
    """Note what was handed in for a locked case; raises what `hand_in_materials` raises."""
    _check_still_hers(actor, case)
    if {one.material for one in given} - {material.id for material in version.materials}:
        zh, en = EVENTS[CaseEvent.SAVE]
        raise StepIncomplete(
            event_zh=zh, event_en=en, what_zh="事项里有的材料", what_en="a paper of this item"
        )
    hand_in(case, actor, given)


def take_back_material(actor: Actor, number: str, handed: Handed) -> Case:
    """Take back something before it is handed over; raises CaseUnknown, EventRefused."""
    with transaction.atomic():
        case = locked_case(actor, number)
        _check_still_hers(actor, case)
        take_back(case, handed.material, handed.how, handed.key)
    return case


def hers(actor: Actor, case: Case) -> Capacity:
    """Return in which capacity the actor does what is the applicant's; raises NotAnApplicant."""
    if actor.kind == "resident" and actor.person_id == case.person_id:
        return Capacity.APPLICANT
    is_clerk = actor.kind == "staff" and actor.role == "clerk"
    if is_clerk and works_for(actor, case.intake_city, case.intake_department):
        return Capacity.COUNTER
    raise NotAnApplicant()


def _capacity(actor: Actor, wanted: NewCase) -> Capacity:
    if actor.kind == "resident" and actor.person_id == wanted.person_id and wanted.online:
        return Capacity.APPLICANT
    at_own_counter = actor.kind == "staff" and actor.role == "clerk" and not wanted.online
    is_here = at_own_counter and city_of(wanted.asked_at) == actor.city
    if is_here and get_resident(wanted.person_id).metro == actor.metro:
        return Capacity.COUNTER
    raise NotAnApplicant()


def _check_still_hers(actor: Actor, case: Case) -> None:
    if case.state != CaseState.SUPPLEMENT_ASKED:
        move(CaseState(case.state), CaseEvent.SAVE, (hers(actor, case),))
        return
    hers(actor, case)
