"""What follows a mandate (答复与终止): accepted, refused, revoked, resigned, ended, disagreed.

Every step locks the mandate's row first, so two who act at once come one after the other; the
unique slot of an event holds the same in the database.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.foundation.people import mandate_models as tables
from rongcheng.foundation.people.delegation.domain.lifecycle import MOVES, OPEN, stored_state
from rongcheng.foundation.people.delegation.domain.types import Event, Stand, State
from rongcheng.foundation.people.delegation.errors import (
    MandateMoved,
    MandateUnknown,
    NotAtCounter,
    ObjectionNeedsWords,
)
from rongcheng.foundation.people.delegation.giving import LONGEST_TEXT, is_clerk, tell
from rongcheng.foundation.people.delegation.matters import matters
from rongcheng.foundation.people.delegation.standing import facts_of, mandate_rows, state_of
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

SLOTS = {
    Event.ACCEPTED: "answer",
    Event.REFUSED: "answer",
    Event.WITHDRAWN: "answer",
    Event.REVOKED: "end",
    Event.RESIGNED: "end",
    Event.ENDED: "end",
}
BY_AGENT = frozenset({Event.ACCEPTED, Event.REFUSED, Event.RESIGNED})


def accept_mandate(actor: Actor, number: int, *, person: UUID | None = None) -> None:
    """Agree to act for somebody (接受授权), as the agent; said twice it is said once.

    `person` is whom a clerk serves. Raises MandateUnknown, MandateMoved.
    """
    _move(actor, number, Event.ACCEPTED, person=person)


def refuse_mandate(actor: Actor, number: int, *, person: UUID | None = None) -> None:
    """Decline to act for somebody (不接受授权), as the agent."""
    _move(actor, number, Event.REFUSED, person=person)


def revoke_mandate(
    actor: Actor, number: int, *, reason: str = "", person: UUID | None = None
) -> None:
    """Take a mandate back (撤销授权), as the principal; one not yet accepted is withdrawn.

    Whatever the agent does at the same moment, afterwards nobody acts under it any more.
    """
    _move(actor, number, Event.REVOKED, reason=reason, person=person)


def resign_mandate(
    actor: Actor, number: int, *, reason: str = "", person: UUID | None = None
) -> None:
    """Stop acting for somebody for good (辞去代办), as the agent."""
    _move(actor, number, Event.RESIGNED, reason=reason, person=person)


def end_guardianship(actor: Actor, number: int, *, reason: str, person: UUID) -> None:
    """Record at a counter that a guardianship is over (监护终止), with the document as reason.

    Raises NotAtCounter, ObjectionNeedsWords without a reason, MandateUnknown, MandateMoved.
    """
    if not is_clerk(actor):
        raise NotAtCounter()
    if not reason.strip():
        raise ObjectionNeedsWords()
    _move(actor, number, Event.ENDED, reason=reason, person=person)


def state_stand(
    actor: Actor,
    number: int,
    matter: str,
    stand: Stand,
    words: str = "",
    *,
    person: UUID | None = None,
) -> None:
    """Agree to a matter or object to it as a child's guardian (监护人表态); the last word counts.

    Raises MandateUnknown, MandateMoved when the guardianship is over, ObjectionNeedsWords.
    """
    words = _plain(words)
    if matter not in matters() or stand == Stand.SILENT:
        raise MandateUnknown()
    if stand == Stand.OBJECTS and not words:
        raise ObjectionNeedsWords()
    with transaction.atomic():
        row = _locked(number, _side(actor, person))
        if row.kind != "guardianship" or row.agent_id != _side(actor, person):
            raise MandateUnknown()
        if state_of(row, get_clock().today()) != State.IN_FORCE:
            raise MandateMoved()
        said = tables.MandateStand.objects.filter(mandate=row, matter=matter)
        last = said.order_by("-number").first()
        if last and (last.stand, last.words) == (stand.name.lower(), words):
            return
        count = said.aggregate(last=Max("number"))["last"] or 0
        tables.MandateStand.objects.create(
            mandate=row,
            matter=matter,
            number=count + 1,
            stand=stand.name.lower(),
            words=words,
            **_by(actor),
        )
        _tell_guardians(row, stand, f"{matter}-{count + 1}")


def _tell_guardians(row: tables.Mandate, stand: Stand, time: str) -> None:
    others = mandate_rows().filter(kind="guardianship", principal_id=row.principal_id)
    today = get_clock().today()
    people = [o.agent for o in others if o.pk != row.pk and state_of(o, today) == State.IN_FORCE]
    tell(people, row, stand.name.lower(), time=f":{time}")


def _move(
    actor: Actor, number: int, event: Event, *, reason: str = "", person: UUID | None = None
) -> None:
    side, reason = _side(actor, person), _plain(reason)
    with transaction.atomic():
        row = _locked(number, side)
        _check_side(row, event, side)
        state = stored_state(facts_of(row).events)
        if event == Event.REVOKED and state in {State.OFFERED, State.WITHDRAWN}:
            event = Event.WITHDRAWN
        if _is_said_already(row, event):
            return
        is_over = state_of(row, get_clock().today()) not in OPEN
        if (state, event) not in MOVES or is_over:
            raise MandateMoved()
        tables.MandateEvent.objects.create(
            mandate=row,
            event=event.name.lower(),
            slot=SLOTS[event],
            reason=reason,
            **_by(actor),
        )
        tell((row.principal, row.agent), row, event.name.lower())


def _side(actor: Actor, person: UUID | None) -> UUID:
    """Return for whom the step is taken: oneself, or the one whom a clerk serves."""
    if is_clerk(actor) and person is not None:
        return person
    own = actor.person_id
    if actor.kind != "resident" or own is None or actor.acting_for is not None or person:
        raise MandateUnknown()
    return own


def _locked(number: int, side: UUID) -> tables.Mandate:
    rows = tables.Mandate.objects.of_person(side).select_for_update(of=("self",))
    found: tables.Mandate | None = (
        rows.select_related("principal", "agent").filter(pk=number).first()
    )
    if found is None:
        raise MandateUnknown()
    return found


def _check_side(row: tables.Mandate, event: Event, side: UUID) -> None:
    """A guardianship only ends at a counter; otherwise each side has its own steps."""
    if row.kind == "guardianship":
        if event != Event.ENDED:
            raise MandateMoved()
    elif event == Event.ENDED or side != (row.agent_id if event in BY_AGENT else row.principal_id):
        raise MandateUnknown()


def _is_said_already(row: tables.Mandate, event: Event) -> bool:
    return bool(row.events.filter(event=event.name.lower()).exists())


def _plain(text: str) -> str:
    kept = text.strip()[:LONGEST_TEXT]
    refuse_id_numbers(kept, "mandate")
    return kept if kept.isprintable() else ""


def _by(actor: Actor) -> dict[str, object]:
    return {
        "by_kind": actor.kind,
        "by_id": actor.id,
        "by_label": actor.label,
        "at": get_clock().now(),
    }
