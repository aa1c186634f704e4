"""The life of a case (办件): a total table of states × events, and who may make each event.

Every pair is allowed or refused by name; a refused event changes nothing. An event that the state
allows is still refused if it is not this person's to make. Drawn into the docs from here.

Source: domain/government.md section 2 (stages of a case); articles 32, 42 and 45 of the law on
administrative licences.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from rongcheng.kernel.state_table import StateTable


class CaseState(IntEnum):
    """Where a case stands.

    TRANSFERRED is under way to the competent authority, by wire or by post. REFUSED is refused at
    the door, so nothing was decided.
    """

    DRAFT = 1
    SUBMITTED = 2
    TRANSFERRED = 3
    SUPPLEMENT_ASKED = 4
    REFUSED = 5
    ACCEPTED = 6
    IN_REVIEW = 7
    SPECIAL_PROCEDURE = 8
    DECIDED = 9
    DELIVERED = 10
    RATED = 11
    CLOSED = 12
    WITHDRAWN = 13


class CaseEvent(IntEnum):
    """What may happen to a case.

    SUPPLEMENT_LAPSE, DEEM_ACCEPTED and RATING_LAPSE come with a day that passes, not from a person.
    """

    SAVE = 1
    SUBMIT = 2
    TRANSFER = 3
    ARRIVE = 4
    ASK_SUPPLEMENT = 5
    SUPPLEMENT = 6
    SUPPLEMENT_LAPSE = 7
    ACCEPT = 8
    DEEM_ACCEPTED = 9
    REFUSE = 10
    BEGIN_REVIEW = 11
    BEGIN_PROCEDURE = 12
    END_PROCEDURE = 13
    EXTEND = 14
    DECIDE = 15
    DELIVER = 16
    RATE = 17
    RATING_LAPSE = 18
    CLOSE = 19
    WITHDRAW = 20


class Capacity(IntEnum):
    """In which capacity somebody acts (身份).

    COUNTER collects for others; ACCEPTOR, OFFICER and DECIDER belong to the competent authority.
    An applicant's agent acts as APPLICANT, under a mandate. CLOCK is the passing of days.
    """

    APPLICANT = 1
    COUNTER = 2
    ACCEPTOR = 3
    OFFICER = 4
    DECIDER = 5
    SUPERVISOR = 6
    CLOCK = 7


class MoveRefusal(IntEnum):
    """Why an event is refused, by name."""

    NOT_YET = 1
    ALREADY_PAST = 2
    WAITS_FOR_APPLICANT = 3
    ON_THE_WAY = 4
    IN_PROCEDURE = 5
    AT_ITS_END = 6
    NOT_YOURS = 7


class Allowed(NamedTuple):
    """Where an event leads, and who may make it."""

    target: CaseState
    capacities: tuple[Capacity, ...]


class Moved(NamedTuple):
    """The state after an event; `refusal` is None where it was allowed, else the state stays."""

    state: CaseState
    refusal: MoveRefusal | None


_S, _E, _C = CaseState, CaseEvent, Capacity
_HERS = (_C.APPLICANT, _C.COUNTER)
_OPEN = (
    _S.DRAFT,
    _S.SUBMITTED,
    _S.TRANSFERRED,
    _S.SUPPLEMENT_ASKED,
    _S.ACCEPTED,
    _S.IN_REVIEW,
    _S.SPECIAL_PROCEDURE,
)
"""States in which nothing is decided: the applicant may still withdraw."""

MOVES: dict[tuple[CaseState, CaseEvent], Allowed] = {
    (_S.DRAFT, _E.SAVE): Allowed(_S.DRAFT, _HERS),
    (_S.DRAFT, _E.SUBMIT): Allowed(_S.SUBMITTED, _HERS),
    (_S.SUBMITTED, _E.TRANSFER): Allowed(_S.TRANSFERRED, (_C.COUNTER, _C.ACCEPTOR)),
    (_S.TRANSFERRED, _E.ARRIVE): Allowed(_S.SUBMITTED, (_C.ACCEPTOR,)),
    (_S.SUBMITTED, _E.ASK_SUPPLEMENT): Allowed(_S.SUPPLEMENT_ASKED, (_C.COUNTER, _C.ACCEPTOR)),
    (_S.SUPPLEMENT_ASKED, _E.SUPPLEMENT): Allowed(_S.SUBMITTED, _HERS),
    (_S.SUPPLEMENT_ASKED, _E.SUPPLEMENT_LAPSE): Allowed(_S.REFUSED, (_C.CLOCK,)),
    (_S.SUBMITTED, _E.ACCEPT): Allowed(_S.ACCEPTED, (_C.ACCEPTOR,)),
    (_S.SUBMITTED, _E.DEEM_ACCEPTED): Allowed(_S.ACCEPTED, (_C.CLOCK,)),
    (_S.SUBMITTED, _E.REFUSE): Allowed(_S.REFUSED, (_C.ACCEPTOR,)),
    (_S.ACCEPTED, _E.BEGIN_REVIEW): Allowed(_S.IN_REVIEW, (_C.OFFICER,)),
    # What is decided at once has no review of its own.
    (_S.ACCEPTED, _E.DECIDE): Allowed(_S.DECIDED, (_C.DECIDER,)),
    (_S.IN_REVIEW, _E.BEGIN_PROCEDURE): Allowed(_S.SPECIAL_PROCEDURE, (_C.OFFICER,)),
    (_S.SPECIAL_PROCEDURE, _E.END_PROCEDURE): Allowed(_S.IN_REVIEW, (_C.OFFICER,)),
    (_S.IN_REVIEW, _E.EXTEND): Allowed(_S.IN_REVIEW, (_C.SUPERVISOR,)),
    (_S.IN_REVIEW, _E.DECIDE): Allowed(_S.DECIDED, (_C.DECIDER,)),
    (_S.DECIDED, _E.DELIVER): Allowed(_S.DELIVERED, (_C.COUNTER, _C.OFFICER, _C.CLOCK)),
    (_S.DELIVERED, _E.RATE): Allowed(_S.RATED, (_C.APPLICANT,)),
    (_S.REFUSED, _E.RATE): Allowed(_S.RATED, (_C.APPLICANT,)),
    (_S.DELIVERED, _E.RATING_LAPSE): Allowed(_S.CLOSED, (_C.CLOCK,)),
    (_S.REFUSED, _E.RATING_LAPSE): Allowed(_S.CLOSED, (_C.CLOCK,)),
    (_S.RATED, _E.CLOSE): Allowed(_S.CLOSED, (_C.SUPERVISOR, _C.CLOCK)),
    **{(state, _E.WITHDRAW): Allowed(_S.WITHDRAWN, _HERS) for state in _OPEN},
}
CASE = StateTable(
    states=CaseState,
    events=CaseEvent,
    first=CaseState.DRAFT,
    allowed={pair: allowed.target for pair, allowed in MOVES.items()},
)


def decide_move(state: CaseState, event: CaseEvent, capacities: Iterable[Capacity]) -> Moved:
    """Return the state after an event, or the same state and why not.

    >>> decide_move(CaseState.SUBMITTED, CaseEvent.ACCEPT, [Capacity.ACCEPTOR])
    Moved(state=<CaseState.ACCEPTED: 6>, refusal=None)
    >>> decide_move(CaseState.SUBMITTED, CaseEvent.DECIDE, [Capacity.DECIDER]).refusal.name
    'NOT_YET'
    """
    allowed = MOVES.get((state, event))
    if allowed is None:
        return Moved(state, refusal_of(state, event))
    if not set(capacities) & set(allowed.capacities):
        return Moved(state, MoveRefusal.NOT_YOURS)
    return Moved(allowed.target, None)


def refusal_of(state: CaseState, event: CaseEvent) -> MoveRefusal:
    """Return why a state does not allow an event that stands in no row of the table."""
    waits = _WAITS.get(state)
    if waits is not None and event not in _PAST.get(state, ()):
        return waits
    if event in _PAST.get(state, ()):
        return MoveRefusal.ALREADY_PAST
    return MoveRefusal.NOT_YET


_WAITS: dict[CaseState, MoveRefusal] = {
    CaseState.TRANSFERRED: MoveRefusal.ON_THE_WAY,
    CaseState.SUPPLEMENT_ASKED: MoveRefusal.WAITS_FOR_APPLICANT,
    CaseState.SPECIAL_PROCEDURE: MoveRefusal.IN_PROCEDURE,
    CaseState.REFUSED: MoveRefusal.AT_ITS_END,
    CaseState.CLOSED: MoveRefusal.AT_ITS_END,
    CaseState.WITHDRAWN: MoveRefusal.AT_ITS_END,
}
_BEFORE_SUBMITTING = (_E.SAVE, _E.SUBMIT)
_BEFORE_ACCEPTING = (
    *_BEFORE_SUBMITTING,
    _E.TRANSFER,
    _E.ARRIVE,
    _E.ASK_SUPPLEMENT,
    _E.SUPPLEMENT,
    _E.SUPPLEMENT_LAPSE,
    _E.ACCEPT,
    _E.DEEM_ACCEPTED,
    _E.REFUSE,
)
_BEFORE_DECIDING = (
    *_BEFORE_ACCEPTING,
    _E.BEGIN_REVIEW,
    _E.BEGIN_PROCEDURE,
    _E.END_PROCEDURE,
    _E.EXTEND,
    _E.DECIDE,
    _E.WITHDRAW,
)
_PAST: dict[CaseState, tuple[CaseEvent, ...]] = {
    CaseState.SUBMITTED: _BEFORE_SUBMITTING,
    CaseState.TRANSFERRED: _BEFORE_SUBMITTING,
    CaseState.SUPPLEMENT_ASKED: _BEFORE_SUBMITTING,
    CaseState.ACCEPTED: _BEFORE_ACCEPTING,
    CaseState.IN_REVIEW: (*_BEFORE_ACCEPTING, _E.BEGIN_REVIEW),
    CaseState.SPECIAL_PROCEDURE: (*_BEFORE_ACCEPTING, _E.BEGIN_REVIEW),
    CaseState.DECIDED: _BEFORE_DECIDING,
    CaseState.DELIVERED: (*_BEFORE_DECIDING, _E.DELIVER),
    CaseState.RATED: (*_BEFORE_DECIDING, _E.DELIVER, _E.RATE, _E.RATING_LAPSE),
}
