"""Questions about an entry (询问): why did you look? The organisation that looked answers, once.

The institution that looked answers at its desk; for everybody else, and for an institution that
is overdue, the coordination office of the metro does.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.clear_words import check_words
from rongcheng.foundation.access.errors import (
    AnsweredOtherwise,
    AnswerMissing,
    EntryUnknown,
    QuestionUnknown,
)
from rongcheng.foundation.access.models import AccessQuestion, AccessRecord
from rongcheng.foundation.access.purposes import limits
from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

MOST_WORDS = 300
NOTICE = "portal.access.notice.answered"
QuestionState = Literal["open", "overdue", "answered"]


def ask_about(actor: Actor, record_id: int, words: str = "") -> AccessQuestion:
    """Ask why somebody looked (询问): once for each entry, however often it is sent.

    Raises EntryUnknown for an entry of others, or one that is not told yet.
    """
    person = _person_of(actor)
    record = AccessRecord.objects.disclosed_to(person).filter(id=record_id).first()
    if record is None or record.actor_id in {actor.id, str(person)}:
        raise EntryUnknown()
    words = words.strip()[:MOST_WORDS]
    check_words(words)
    today = get_clock().today()
    question, _ = AccessQuestion.objects.get_or_create(
        record=record,
        person_id=person,
        defaults={
            "metro": record.metro or actor.metro,
            "institution": answering_institution(record),
            "words": words,
            "asked_at": get_clock().now(),
            "due_on": today + timedelta(days=limits().question_due_days),
        },
    )
    return question


def answering_institution(record: AccessRecord) -> str:
    """Return the institution that answers for a record, empty where the office does."""
    if record.institution:
        return str(record.institution)
    # Records of older releases name a machine's institution by its id only.
    return str(record.actor_id) if record.actor_kind == "machine" else ""


def answer_question(actor: Actor, number: int, answer: str, *, request_id: str = "") -> None:
    """Answer a resident's question (答复), once; she is told. The same answer again is fine.

    Raises QuestionUnknown, AnswerMissing and AnsweredOtherwise.
    """
    answer = answer.strip()
    if not 0 < len(answer) <= MOST_WORDS:
        raise AnswerMissing(most=MOST_WORDS)
    check_words(answer)
    with transaction.atomic():
        question = visible_questions(actor).select_for_update(of=("self",)).filter(id=number)
        found = question.first()
        if found is None or not may_answer(actor, found):
            raise QuestionUnknown()
        if found.answered_at is not None:
            if found.answer != answer:
                raise AnsweredOtherwise()
            return
        found.answer, found.answered_by = answer, actor.label
        found.answered_at = get_clock().now()
        found.save(update_fields=["answer", "answered_by", "answered_at"])
        record_questions_look(actor, [found], request_id)
        notify(found.person_id, f"access-question:{found.pk}", NOTICE, {"record": found.record_id})


def record_questions_look(actor: Actor, rows: list[AccessQuestion], request_id: str) -> None:
    """Write who read whose questions."""
    record_access(
        actor=actor,
        application="web",
        purpose="question",
        persons=[row.person_id for row in rows],
        data_kinds=["access"],
        request_id=request_id,
    )


def visible_questions(actor: Actor) -> QuerySet[AccessQuestion]:
    """Return the questions that this actor may see: her own, the desk's, or the metro's."""
    rows = AccessQuestion.objects.select_related("record")
    if actor.kind == "resident" and actor.person_id is not None:
        return rows.filter(person_id=actor.person_id)
    if actor.role == "desk" and actor.institution:
        return rows.filter(institution=actor.institution)
    if actor.role == "office":
        return rows.filter(metro=actor.metro)
    return rows.none()


def list_questions(actor: Actor) -> QuerySet[AccessQuestion]:
    """Return the questions before this member of staff: open ones first, by their due day."""
    return visible_questions(actor).order_by(F("answered_at").asc(nulls_first=True), "due_on", "id")


def questions_of(person: UUID, records: list[int]) -> dict[int, AccessQuestion]:
    """Return a resident's questions about these records, by record."""
    rows = AccessQuestion.objects.filter(Q(person_id=person), record_id__in=records)
    return {row.record_id: row for row in rows}


def may_answer(actor: Actor, question: AccessQuestion) -> bool:
    """Return whether this member of staff answers a question that she sees."""
    if actor.role == "office":
        return not question.institution or state_of_question(question) == "overdue"
    return actor.role == "desk" and question.institution == actor.institution


def state_of_question(question: AccessQuestion, on: date | None = None) -> QuestionState:
    """Return how a question stands."""
    if question.answered_at is not None:
        return "answered"
    return "overdue" if question.due_on < (on or get_clock().today()) else "open"


def _person_of(actor: Actor) -> UUID:
    if actor.kind != "resident" or actor.person_id is None:
        raise EntryUnknown()
    return actor.person_id
