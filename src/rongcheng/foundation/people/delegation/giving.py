"""Mandates are given and guardianships recorded (授权、登记监护), once however often sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.outbox.public import notify, refuse_id_numbers
from rongcheng.foundation.people import mandate_models as tables
from rongcheng.foundation.people.delegation.domain.giving import (
    decide_custody,
    decide_offer,
    latest_end,
)
from rongcheng.foundation.people.delegation.domain.lifecycle import OPEN
from rongcheng.foundation.people.delegation.domain.reasons import FAULT_TEXTS
from rongcheng.foundation.people.delegation.domain.types import Custody, Offer
from rongcheng.foundation.people.delegation.errors import (
    MandateConflict,
    MandateRefused,
    MandateUnknown,
    NotAtCounter,
)
from rongcheng.foundation.people.delegation.matters import limits, matters
from rongcheng.foundation.people.delegation.standing import mandate_rows, state_of
from rongcheng.foundation.people.delegation.types import Given, NewGuardianship, NewMandate
from rongcheng.foundation.people.errors import ResidentNotFound
from rongcheng.foundation.people.models import Resident
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.web.actor import Actor

LONGEST_TEXT = 100
NOTICE = "portal.people.notice."


def is_clerk(actor: Actor) -> bool:
    """Say whether the actor serves at a counter."""
    return actor.kind == "staff" and actor.role == "clerk"


def give_mandate(actor: Actor, wanted: NewMandate, *, token: str) -> Given:
    """Give a mandate (授权): online by the principal, then the agent answers; or on paper.

    On paper a clerk records what both have signed, with document and witness, and it holds at
    once. The same token gives the first answer again. Raises MandateRefused with every reason,
    NotAtCounter, MandateUnknown for somebody else's principal, MandateConflict, ClearIdNumber.
    """
    is_paper = _is_at_counter(actor, wanted.principal)
    document, witness = _texts(wanted.document, wanted.witness)
    row = tables.Mandate(
        kind="mandate",
        principal_id=wanted.principal,
        agent_id=wanted.agent,
        matters=sorted(wanted.matters),
        begins_on=wanted.begins_on,
        ends_on=wanted.ends_on,
        document=document if is_paper else "",
        witness=witness if is_paper else "",
        token=f"{wanted.principal}:{token}",
    )
    with transaction.atomic():
        principal, agent = _both(wanted.principal, wanted.agent)
        found = _stored(row)
        if found is not None:
            return found
        today = get_clock().today()
        offer = Offer(
            is_same_person=principal.pk == agent.pk,
            is_same_metro=principal.metro == agent.metro,
            principal_born_on=principal.born_on,
            agent_born_on=agent.born_on,
            matters=wanted.matters,
            begins_on=wanted.begins_on,
            ends_on=wanted.ends_on,
            is_at_counter=is_paper,
            has_document=bool(document),
            has_witness=bool(witness),
            witness_is_party=witness in {principal.name, agent.name, actor.label} and is_paper,
            standing=_count_open("mandate", principal, today),
        )
        _refuse(decide_offer(offer, matters(), limits(), today), wanted)
        return _write(actor, row, (principal, agent), is_paper=is_paper)


def record_guardianship(actor: Actor, wanted: NewGuardianship, *, token: str) -> Given:
    """Record that somebody is a child's guardian (登记监护), by document, with a witness.

    It ends by itself when the child comes of age. Raises as `give_mandate` does.
    """
    if not is_clerk(actor):
        raise NotAtCounter()
    document, witness = _texts(wanted.document, wanted.witness)
    today = get_clock().today()
    row = tables.Mandate(
        kind="guardianship",
        principal_id=wanted.child,
        agent_id=wanted.guardian,
        matters=[],
        begins_on=today,
        document=document,
        witness=witness,
        token=f"{wanted.child}:{token}",
    )
    with transaction.atomic():
        child, guardian = _both(wanted.child, wanted.guardian)
        found = _stored(row)
        if found is not None:
            return found
        custody = Custody(
            is_same_person=child.pk == guardian.pk,
            is_same_metro=child.metro == guardian.metro,
            child_born_on=child.born_on,
            guardian_born_on=guardian.born_on,
            has_document=bool(document),
            has_witness=bool(witness),
            witness_is_party=witness in {child.name, guardian.name, actor.label},
            standing=_count_open("guardianship", child, today),
        )
        _refuse(decide_custody(custody, limits(), today), None)
        return _write(actor, row, (child, guardian), is_paper=True)


def _is_at_counter(actor: Actor, principal: UUID) -> bool:
    """Return whether a clerk records it; only the principal gives a mandate online."""
    if is_clerk(actor):
        return True
    if actor.kind != "resident" or actor.acting_for is not None or actor.person_id != principal:
        raise MandateUnknown()
    return False


def _texts(*given: str) -> tuple[str, ...]:
    """Return what is kept in clear: short, printable, without an ID number."""
    kept = tuple(text.strip()[:LONGEST_TEXT] for text in given)
    refuse_id_numbers(list(kept), "mandate")
    return tuple(text if text.isprintable() else "" for text in kept)


def _both(principal: UUID, agent: UUID) -> tuple[Resident, Resident]:
    """Return both people; the principal's row is locked, so that all of hers follow in turn."""
    rows = {row.pk: row for row in Resident.objects.filter(pk=agent)}
    locked = Resident.objects.select_for_update().filter(pk=principal).first()
    if locked is None or agent not in rows:
        raise ResidentNotFound()
    return locked, rows[agent]


def _stored(row: tables.Mandate) -> Given | None:
    """Return the answer of an earlier call with this token; raises MandateConflict."""
    for found in tables.Mandate.objects.filter(token=row.token):
        if _content(found) != _content(row):
            raise MandateConflict()
        return Given(found.pk, True)
    return None


def _content(row: tables.Mandate) -> tuple[object, ...]:
    days = (row.begins_on, row.ends_on) if row.kind == "mandate" else ()
    people = (row.principal_id, row.agent_id)
    return (row.kind, *people, tuple(row.matters), *days, row.document, row.witness)


def _count_open(kind: str, principal: Resident, today: date) -> int:
    rows = mandate_rows().filter(kind=kind, principal=principal)
    return sum(state_of(row, today) in OPEN for row in rows)


def _refuse(mask: int, wanted: NewMandate | None) -> None:
    if not mask:
        return
    reasons = reasons_from_mask(mask, FAULT_TEXTS)
    most = limits().most_agents if wanted else limits().most_guardians
    chosen = [matters()[key] for key in (wanted.matters if wanted else ()) if key in matters()]
    until = latest_end(wanted.begins_on, chosen).isoformat() if wanted and chosen else ""
    params = {"most": most, "until": until}
    raise MandateRefused(
        why_zh="".join(reason.message("zh", params) for reason in reasons),
        why_en=" ".join(reason.message("en", params) for reason in reasons),
        codes=[reason.code for reason in reasons],
    )


def _write(
    actor: Actor, row: tables.Mandate, people: tuple[Resident, Resident], *, is_paper: bool
) -> Given:
    principal, agent = people
    now = get_clock().now()
    row.metro = principal.metro
    row.origin = "counter" if is_paper else "online"
    row.by_kind, row.by_id, row.by_label = actor.kind, actor.id, actor.label
    row.given_at = now
    # Two who send the same form at once meet in the unique token, whatever they looked up before.
    row.save(force_insert=True)
    if is_paper:
        tables.MandateEvent.objects.create(
            mandate=row,
            event="accepted",
            slot="answer",
            by_kind=actor.kind,
            by_id=actor.id,
            by_label=actor.label,
            at=now,
        )
    word = row.kind if is_paper else "offered"
    tell((principal, agent), row, word)
    return Given(row.pk, False)


def tell(people: Iterable[Resident], row: tables.Mandate, word: str, *, time: str = "") -> None:
    """Tell people what happened to a mandate, each once; `time` parts what may happen again."""
    for person in people:
        notify(
            person.pk,
            key=f"mandate:{row.pk}:{word}{time}:{person.pk}",
            title_key=f"{NOTICE}{word}",
            params={"principal": row.principal.name, "agent": row.agent.name},
        )
