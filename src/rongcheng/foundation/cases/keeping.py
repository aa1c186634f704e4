"""Writes of cases (记办件): each belongs into the transaction of the service that decides.

A service locks the case, decides by its own table, and writes the step, the turns and its own
columns together. Nothing here knows what a state means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Max

from rongcheng.foundation.cases.errors import CaseConflict, CaseUnknown, NoteEmpty, ReasonMissing
from rongcheng.foundation.cases.models import (
    Case,
    CaseAnswers,
    CaseDesk,
    CaseMaterial,
    CaseNote,
    CaseStep,
    CaseTurn,
)
from rongcheng.foundation.cases.sealing import seal_answers
from rongcheng.foundation.cases.types import Handed, NewStep, Turn
from rongcheng.foundation.outbox.public import ClearIdNumber, refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.web.actor import Actor

LONGEST_REASON = 500
LONGEST_NOTE = 1_000


def insert_case(row: Case) -> tuple[Case, bool]:
    """Write a new case, once for its token, and say whether an earlier call had made it.

    Raises CaseConflict if that was another person's or about another item.
    """
    Case.objects.bulk_create([row], ignore_conflicts=True)
    stored = Case.objects.get(token=row.token)
    if stored.number == row.number:
        return stored, False
    if (stored.person_id, stored.item, stored.bundle_no) != (
        row.person_id,
        row.item,
        row.bundle_no,
    ):
        raise CaseConflict()
    return stored, True


def locked_case(actor: Actor, number: str) -> Case:
    """Return a case that this actor sees, held until the transaction ends; raises CaseUnknown."""
    rows = Case.objects.visible_to(actor).filter(number=number)
    # Not its key: whoever shares out holds a turn and names the case, and would wait for this
    # step, which in turn waits for that turn.
    found: Case | None = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise CaseUnknown(number=shown(number))
    return found


def done_before(case: Case, token: str) -> CaseStep | None:
    """Return the step that the same wish made earlier; the case is locked by the caller."""
    return CaseStep.objects.filter(case=case, token=token).first()


def write_step(case: Case, actor: Actor, step: NewStep) -> CaseStep:
    """Write the next step of a locked case, with its author; the caller saves the case.

    Raises ReasonMissing for an ID number in the reason or in what belongs to the step.
    """
    data = dict(step.data)
    try:
        refuse_id_numbers([step.reason, data], "step of a case")
    except ClearIdNumber:
        raise ReasonMissing() from None
    last = CaseStep.objects.filter(case=case).aggregate(seq=Max("seq"))["seq"] or 0
    # What a person does herself carries no name: the case says whose it is.
    return CaseStep.objects.create(
        case=case,
        seq=last + 1,
        token=step.token,
        event=step.event,
        from_state=case.state,
        to_state=step.to_state,
        part=step.part,
        at=get_clock().now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.label if actor.kind == "staff" or actor.acting_for else "",
        city=actor.city if actor.kind == "staff" else "",
        capacity=step.capacity,
        mandate=actor.mandate,
        reason=step.reason,
        data=data,
    )


def keep_answers(case: Case, seq: int, answers: Mapping[str, object]) -> None:
    """Keep, sealed, what was handed in with a step."""
    sealed = seal_answers(case.id, seq, answers)
    CaseAnswers.objects.create(case=case, seq=seq, answers_sealed=sealed)


def set_turns(case: Case, turns: Iterable[Turn]) -> None:
    """Say whose turn it is from now on; who has it in the same department of a city keeps it."""
    wanted = {turn.part: turn for turn in turns}
    kept = {row.part: row for row in CaseTurn.objects.filter(case=case)}
    gone = [row.id for part, row in kept.items() if part not in wanted]
    if gone:
        CaseTurn.objects.filter(id__in=gone).delete()
    now = get_clock().now()
    new = []
    for part, turn in wanted.items():
        row = kept.get(part)
        if row is None:
            new.append(
                CaseTurn(
                    case=case,
                    metro=case.metro,
                    city=turn.city,
                    department=turn.department,
                    part=part,
                    item=case.item,
                    due_on=turn.due_on,
                    since=now,
                    warn_on=turn.warn_on,
                )
            )
        elif _place_and_days(row) != _place_and_days(turn):
            if (row.city, row.department) != (turn.city, turn.department):
                row.city, row.department = turn.city, turn.department
                row.assignee, row.since = None, now
            row.due_on, row.warn_on = turn.due_on, turn.warn_on
            row.save()
    if new:
        CaseTurn.objects.bulk_create(new)


def _place_and_days(held: CaseTurn | Turn) -> tuple[object, ...]:
    return held.city, held.department, held.due_on, held.warn_on


def add_desks(case: Case, seats: Iterable[tuple[str, str, str]]) -> None:
    """Let cities take part in a case through departments; whoever does already stays.

    `seats` are city, department and as what, the weightiest last: that is what the city as a whole
    does, whose row whoever works for all departments reads.
    """
    now = get_clock().now()
    wanted: dict[tuple[str, str], str] = {}
    for city, department, kind in seats:
        wanted[city, ""] = wanted[city, department] = kind
    rows = [
        CaseDesk(
            case=case,
            metro=case.metro,
            city=city,
            department=department,
            kind=kind,
            item=case.item,
            since=now,
        )
        for (city, department), kind in wanted.items()
    ]
    CaseDesk.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "city", "department"],
        update_fields=["kind", "ended_at"],
    )


def call_in(case: Case, city: str, department: str = "") -> bool:
    """Let another city, or a department of it, see a case from now on (请协助).

    False if it takes part already. Without a department only those see it who work for all.
    """
    whole = _call_in(case, city, "")
    return (_call_in(case, city, department) if department else False) or whole


def _call_in(case: Case, city: str, department: str) -> bool:
    row, made = CaseDesk.objects.get_or_create(
        case=case,
        city=city,
        department=department,
        defaults={
            "metro": case.metro,
            "kind": "called",
            "item": case.item,
            "since": get_clock().now(),
        },
    )
    if made:
        return True
    return bool(
        CaseDesk.objects.filter(id=row.id, ended_at__isnull=False).update(
            ended_at=None, since=get_clock().now()
        )
    )


def end_call(case: Case, city: str) -> bool:
    """End what `call_in` began, in every department of the city; False if there was no call."""
    rows = CaseDesk.objects.filter(case=case, city=city, kind="called", ended_at__isnull=True)
    return bool(rows.update(ended_at=get_clock().now()))


def hand_in(case: Case, actor: Actor, handed: Iterable[Handed]) -> None:
    """Note what was handed in; the same again changes nothing, what was taken back counts anew."""
    now = get_clock().now()
    rows = [
        CaseMaterial(
            case=case,
            material=given.material,
            how=given.how,
            key=given.key,
            originals=given.originals,
            copies=given.copies,
            at=now,
            by_kind=actor.kind,
            by_id=actor.id,
        )
        for given in handed
    ]
    if rows:
        CaseMaterial.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["case", "material", "how", "key"],
            update_fields=["originals", "copies", "removed_at"],
        )


def take_back(case: Case, material: str, how: str, key: str = "") -> bool:
    """Note that something was taken back before it was handed over; False if it was not there."""
    rows = CaseMaterial.objects.filter(
        case=case, material=material, how=how, key=key, removed_at__isnull=True
    )
    return bool(rows.update(removed_at=get_clock().now()))


def write_note(case: Case, actor: Actor, text: str, token: str) -> None:
    """Leave an internal note for colleagues, once for each token; raises NoteEmpty."""
    said = text.strip()
    if not said or len(said) > LONGEST_NOTE:
        raise NoteEmpty()
    try:
        refuse_id_numbers(said, "note on a case")
    except ClearIdNumber:
        raise NoteEmpty() from None
    row = CaseNote(
        case=case,
        token=token,
        at=get_clock().now(),
        staff_id=actor.id,
        staff_name=actor.label,
        city=actor.city,
        text=said,
    )
    CaseNote.objects.bulk_create([row], ignore_conflicts=True)


def checked_reason(reason: str, *, required: bool) -> str:
    """Return a reason as it is kept; raises ReasonMissing."""
    why = reason.strip()
    if len(why) > LONGEST_REASON or (required and not why):
        raise ReasonMissing()
    return why
