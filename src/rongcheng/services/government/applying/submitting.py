"""Handing over (提交): everything is checked at once, and the case finds its way.

Who takes it in, who decides and who takes part follows from the policy of the day on which the
case began, and is kept with it in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    CasePart,
    NewStep,
    add_desks,
    answers_of,
    done_before,
    keep_answers,
    locked_case,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import ItemVersion
from rongcheng.services.government.applying.drafting import CHANNEL_COUNTER, hers
from rongcheng.services.government.case_errors import (
    AnswersFaulty,
    DeliveryUnknown,
    DraftTooOld,
    MaterialsMissing,
    RouteRefused,
)
from rongcheng.services.government.clock.times import days_after, policy_days, terms_of
from rongcheng.services.government.competence.routing import Ask, RoutedCase, route_case
from rongcheng.services.government.competence.way import way_in_words
from rongcheng.services.government.domain.joint import PART
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.forms.answers import list_missing_materials
from rongcheng.services.government.forms.reading import faults_in
from rongcheng.services.government.handling.finishing import finish_step
from rongcheng.services.government.handling.moving import move
from rongcheng.services.government.handling.papers import materials_in_hand
from rongcheng.services.government.handling.pausing import lacks
from rongcheng.services.government.posting.addresses import NO_ADDRESS, PostAddress
from rongcheng.services.government.posting.keeping import take_address
from rongcheng.web.actor import Actor

IDENTITY_CHECKS = ("card", "code")
"""How a counter made sure who stands there: by her card, or by her code."""
_DRAFT_DAYS = "government.acceptance.draft_days"


class Submission(NamedTuple):
    """Handing over (提交): `identity` says how a counter checked who it is (card or code).

    `incomplete` hands over with papers missing, which the authority then asks for; `delivery` is
    how the result should come, `deliveries` the same by item for a bundle; `address` is where to,
    if it comes by post and the draft has no address yet.
    """

    token: str
    identity: str = ""
    incomplete: bool = False
    delivery: str = ""
    deliveries: Mapping[str, str] = {}
    address: PostAddress = NO_ADDRESS


def submit_case(actor: Actor, number: str, submission: Submission) -> Case:
    """Hand a draft over to whoever is competent (提交), once for each token.

    Raises CaseUnknown, EventRefused, AnswersFaulty, MaterialsMissing, RouteRefused, DraftTooOld,
    StepIncomplete (a counter that checked no identity), DeliveryUnknown, AddressFaulty.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        if done_before(case, submission.token) is not None:
            return case
        capacity = hers(actor, case)
        target = move(CaseState(case.state), CaseEvent.SUBMIT, (capacity,))
        book = current_book(case.metro)
        version = book.government.item_on(case.item, case.began_on)
        answers = checked_answers(book, case, version)
        _check_draft(book, case)
        _check_submission(case, version, capacity, submission, answers)
        routed = route_case(book, ask_of(case, version, answers))
        if routed.routing.refused:
            raise RouteRefused(routed.outcome)
        _take_way(book, case, routed, version)
        case.delivery = submission.delivery or case.delivery or version.result.delivery[0]
        take_address(case, submission.address)
        data = {"identity": submission.identity} if submission.identity else {}
        step = NewStep(submission.token, CaseEvent.SUBMIT, target, capacity, data=data)
        written = finish_step(book, case, actor, step)
        keep_answers(case, written.seq, answers)
    return case


def checked_answers(book: PolicyBook, case: Case, version: ItemVersion) -> Mapping[str, Any]:
    """Return what the form says, once nothing is wrong with it; raises AnswersFaulty."""
    answers = answers_of(case)
    faults = faults_in(book, version.form, answers)
    if faults:
        raise AnswersFaulty(faults)
    return answers


def check_identity(event: CaseEvent, identity: str) -> None:
    """Refuse a step at a counter that did not say how it knew who stands there.

    Raises StepIncomplete.
    """
    if identity not in IDENTITY_CHECKS:
        what_zh = "怎样核对的身份（身份证或融城码）"
        raise lacks(event, what_zh, "how the identity was checked (card or code)")


def _check_draft(book: PolicyBook, case: Case) -> None:
    days = policy_days(book, _DRAFT_DAYS, case)
    if get_clock().today() > case.began_on + timedelta(days=days):
        raise DraftTooOld(on=case.began_on.isoformat(), days=days)


def _check_submission(
    case: Case,
    version: ItemVersion,
    capacity: Capacity,
    submission: Submission,
    answers: Mapping[str, Any],
) -> None:
    if capacity is Capacity.COUNTER:
        check_identity(CaseEvent.SUBMIT, submission.identity)
    ways = version.result.delivery
    if submission.delivery and submission.delivery not in ways:
        raise DeliveryUnknown(ways_zh="、".join(ways), ways_en=", ".join(ways))
    given = materials_in_hand(case)
    missing = list_missing_materials(version.materials, answers, given)
    if missing and not submission.incomplete:
        raise MaterialsMissing(missing)


def ask_of(case: Case, version: ItemVersion, answers: Mapping[str, Any]) -> Ask:
    """Return what a case asks for, with the places that its answers name."""
    places = {
        field.place: str(answers[field.name])
        for field in version.form
        if field.place and answers.get(field.name)
    }
    is_online = case.channel != CHANNEL_COUNTER
    return Ask(case.item, case.began_on, case.asked_at, is_online, **places)


def _take_way(book: PolicyBook, case: Case, routed: RoutedCase, version: ItemVersion) -> None:
    """Note on the case who takes it in, decides and takes part, and let their people see it."""
    routing = routed.routing
    assert routing.decider is not None
    case.mode = routing.mode
    if case.channel != CHANNEL_COUNTER:
        case.intake_department = ""
    case.decider_department = version.competence.department
    case.intake_city = routing.intake
    case.decider_place = routing.decider.place
    case.decider_city = city_of(routing.decider.place)
    case.power, case.agreement = routing.power, routing.agreement
    case.way = way_in_words(routed)
    today = get_clock().today()
    case.submitted_on = today
    case.arrived = case.intake_city == case.decider_city
    case.check_due_on = days_after(today, terms_of(book, case).check_days)
    case.draft_sealed = b""
    now = get_clock().now()
    parts = [
        CasePart(
            case=case,
            number=seat.part,
            place=seat.seat.place,
            city=city_of(seat.seat.place),
            department=version.joint[seat.part].department,
            words={"name": dict(words.name), "part": dict(words.part)},
            state=PART.first,
            changed_at=now,
        )
        for seat, words in zip(routing.joint, routed.joint, strict=True)
    ]
    CasePart.objects.bulk_create(parts)
    seats = [(part.city, part.department, "part") for part in parts]
    seats.append((case.intake_city, case.intake_department, "intake"))
    seats.append((case.decider_city, case.decider_department, "decider"))
    add_desks(case, seats)
