"""Consent given and ended (同意与撤回): each act is a row that stays; the last one speaks.

The acts of a person about one purpose and scope are numbered. Giving says which act was the last
that the person saw, so a form that is sent twice, or late, never gives anew what was ended in the
meantime. Ending needs no such number: it always wins.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.clear_words import check_words
from rongcheng.foundation.access.consents import (
    consent_limits,
    consent_matters,
    matter_of,
)
from rongcheng.foundation.access.errors import (
    ConsentNeedsGuardian,
    ConsentNotYours,
    ConsentPaperMissing,
)
from rongcheng.foundation.access.models import ConsentAct
from rongcheng.foundation.access.verify_consents import consent_reference
from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

LONGEST_PAPER = 60
NOTICE = "portal.privacy.notice"
ConsentState = Literal["never", "holds", "ended", "lapsed", "reworded"]
Duration = Literal["today", "longest"]


class ConsentSubject(NamedTuple):
    """Whose consent it is (同意人): opaque id, metro area, and full years of age today."""

    person_id: UUID
    metro: str
    age: int


class ConsentWish(NamedTuple):
    """What somebody chose on a page: for what, where, and the number of the last act she saw."""

    purpose: str
    scope: str
    seen: int = 0


class CounterPaper(NamedTuple):
    """The signed form that lies at the counter (纸质同意书): its number, and who signed it."""

    number: str
    by_guardian: bool = False


NO_PAPER = CounterPaper("")


class ConsentInfo(NamedTuple):
    """How a consent stands (同意状态): the last act about it, and whether it holds today."""

    purpose: str
    scope: str
    state: ConsentState
    number: int = 0
    at: datetime | None = None
    until: date | None = None
    by_staff: str = ""
    by_guardian: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether it may be relied on now."""
        return self.state == "holds"


def has_consent(person_id: UUID, purpose: str, scope: str) -> bool:
    """Tell whether a person agreed to this, here, and still does; one query.

    Raises ConsentUnknown for what is not in `consents.yaml`: nobody can have agreed to that.
    """
    matter_of(purpose, scope)
    return _info(purpose, scope, _last(person_id, purpose, scope)).holds


def list_consents(person_id: UUID) -> dict[tuple[str, str], ConsentInfo]:
    """Return how every consent of a person stands, by purpose and scope, in one query."""
    rows = ConsentAct.objects.filter(person_id=person_id).order_by("purpose", "scope", "-number")
    last = {(row.purpose, row.scope): row for row in rows.distinct("purpose", "scope")}
    return {
        (matter.purpose, scope): _info(matter.purpose, scope, last.get((matter.purpose, scope)))
        for matter in consent_matters().values()
        for scope in matter.scopes
    }


def consent_history(person_id: UUID, limit: int = 20) -> list[ConsentAct]:
    """Return what a person gave and ended, newest first; nothing of it is ever taken away."""
    return list(ConsentAct.objects.filter(person_id=person_id).order_by("-at", "-id")[:limit])


def give_consent(
    actor: Actor,
    subject: ConsentSubject,
    wish: ConsentWish,
    *,
    duration: Duration = "longest",
    paper: CounterPaper = NO_PAPER,
) -> ConsentInfo:
    """Give a consent (同意), by oneself or on paper at a counter; it ends by itself.

    Sent again it changes nothing, and neither does a form that is older than the last act.
    Raises ConsentUnknown, ConsentNotYours, ConsentNeedsGuardian and ConsentPaperMissing.
    """
    matter = matter_of(wish.purpose, wish.scope)
    _check_who(actor, subject, paper)
    if subject.age < consent_limits().own_from_age and not paper.by_guardian:
        raise ConsentNeedsGuardian(age=consent_limits().own_from_age)
    last = _last(subject.person_id, wish.purpose, wish.scope)
    if wish.seen == (last.number if last else 0):
        until = get_clock().today()
        if duration == "longest":
            until += timedelta(days=consent_limits().longest_days)
        given = _Act("give", wish.seen + 1, matter.edition, until)
        _keep(actor, subject, wish, given, paper)
    return _info(wish.purpose, wish.scope, _last(subject.person_id, wish.purpose, wish.scope))


def end_consent(
    actor: Actor, subject: ConsentSubject, wish: ConsentWish, *, paper: CounterPaper = NO_PAPER
) -> ConsentInfo:
    """End a consent (撤回), from this moment on; what ended stays ended however often repeated.

    Raises ConsentUnknown, ConsentNotYours and ConsentPaperMissing.
    """
    matter = matter_of(wish.purpose, wish.scope)
    _check_who(actor, subject, paper)
    last = _last(subject.person_id, wish.purpose, wish.scope)
    # Somebody may renew it at this very moment: then the newer act is ended, not the older.
    while last is not None and last.act == "give":
        _keep(actor, subject, wish, _Act("end", last.number + 1, matter.edition), paper)
        last = _last(subject.person_id, wish.purpose, wish.scope)
    return _info(wish.purpose, wish.scope, last)


def _check_who(actor: Actor, subject: ConsentSubject, paper: CounterPaper) -> None:
    """Let a resident choose for herself, and a clerk keep what somebody signed at the counter."""
    if actor.kind == "resident" and actor.person_id == subject.person_id and paper == NO_PAPER:
        return
    if actor.audience != "clerk" or actor.metro != subject.metro:
        raise ConsentNotYours()
    if not 0 < len(paper.number.strip()) <= LONGEST_PAPER:
        raise ConsentPaperMissing(most=LONGEST_PAPER)
    check_words(paper.number)


class _Act(NamedTuple):
    """What is written: its kind, number, edition of the words, and the last day of a consent."""

    act: str
    number: int
    edition: int
    until: date | None = None


def _keep(
    actor: Actor, subject: ConsentSubject, wish: ConsentWish, act: _Act, paper: CounterPaper
) -> None:
    """Write an act unless another of its number came first; tell her of what a counter wrote."""
    draft = ConsentAct(
        person_id=subject.person_id,
        metro=subject.metro,
        purpose=wish.purpose,
        scope=wish.scope,
        number=act.number,
        act=act.act,
        at=get_clock().now(),
        until=act.until,
        edition=act.edition,
        by_kind=actor.kind,
        by_id=actor.id,
        by_label=actor.label if actor.kind == "staff" else "",
        by_city=actor.city,
        paper=paper.number.strip(),
        by_guardian=paper.by_guardian,
    )
    try:
        with transaction.atomic():
            _write(actor, draft)
    except IntegrityError:
        # Somebody else's act has this number, and stands; anything else is no race.
        if not ConsentAct.objects.filter(
            person_id=draft.person_id, purpose=draft.purpose, scope=draft.scope, number=draft.number
        ).exists():
            raise


def _write(actor: Actor, draft: ConsentAct) -> None:
    """Write an act with the record that the chain keeps of it, and tell her of a counter's."""
    draft.record_id = record_access(
        actor=actor,
        application="web",
        purpose="consent",
        persons=[draft.person_id],
        data_kinds=["consent"],
        request_id=consent_reference(draft),
    )
    draft.save(force_insert=True)
    if draft.by_kind == "staff":
        key = f"consent:{draft.purpose}:{draft.scope}:{draft.number}"
        notify(draft.person_id, key, NOTICE, {})


def _last(person_id: UUID, purpose: str, scope: str) -> ConsentAct | None:
    rows = ConsentAct.objects.filter(person_id=person_id, purpose=purpose, scope=scope)
    return rows.order_by("-number").first()


def _info(purpose: str, scope: str, last: ConsentAct | None) -> ConsentInfo:
    if last is None:
        return ConsentInfo(purpose, scope, "never")
    return ConsentInfo(
        purpose,
        scope,
        _state(last),
        last.number,
        last.at,
        last.until,
        last.by_label,
        last.by_guardian,
    )


def _state(last: ConsentAct) -> ConsentState:
    if last.until is None:
        return "ended"
    if last.until < get_clock().today():
        return "lapsed"
    if last.edition != consent_matters()[last.purpose].edition:
        return "reworded"
    return "holds"
