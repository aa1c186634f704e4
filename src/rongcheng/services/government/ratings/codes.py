"""The code on the receipt (评价码): whoever was served at a counter rates without an account.

A code belongs to one case and opens nothing but its rating. It is a keyed hash of the case, so a
receipt that is printed again shows the same; only a hash of the code itself is kept, by which it is
found. It ends with the rating, or with the time for rating.
"""

from __future__ import annotations

from enum import Enum

from rongcheng.foundation.cases.public import Case, visible_cases
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.typed_letters import (
    in_groups,
    letters_of,
    read_letters,
)
from rongcheng.services.government.applying.drafting import CHANNEL_COUNTER
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.models import Rating, RatingCode
from rongcheng.services.government.ratings.errors import RatingCodeEnded, RatingCodeUnknown
from rongcheng.services.government.ratings.giving import Wish, rate_case
from rongcheng.services.government.ratings.keeping import BY_CODE
from rongcheng.web.actor import SYSTEM, Actor

LETTERS = 16
"""Eighty bits: with the limit on wrong ones, nobody finds a code by trying."""
HOLDER = "receipt-code"
"""Who acts in the journal of a case: whoever holds the receipt, without a sign-in."""
_MADE, _FOUND = "government.rating_code", "government.rating_code.kept"
_RATEABLE = (CaseState.DELIVERED, CaseState.REFUSED)
_ENDED = (*_RATEABLE, CaseState.RATED, CaseState.CLOSED, CaseState.WITHDRAWN)


class Standing(Enum):
    """Where the rating of a case stands: too early, open, given, or over without one."""

    EARLY = "early"
    OPEN = "open"
    RATED = "rated"
    OVER = "over"


def code_for(case: Case) -> str:
    """Return the code to be printed for a case of a counter; nothing where none may rate by it.

    The same case has the same code, however often it is printed.
    """
    if case.channel != CHANNEL_COUNTER or case.state == CaseState.DRAFT:
        return ""
    if standing_of(case) not in (Standing.EARLY, Standing.OPEN):
        return ""
    hashed = get_suite().keyed_hash(str(case.id).encode(), _MADE)
    letters = letters_of(int.from_bytes(hashed[:16], "big"), LETTERS)
    row = RatingCode(case=case, code_hash=_hash_of(letters), made_at=get_clock().now())
    RatingCode.objects.bulk_create([row], ignore_conflicts=True)
    return in_groups(letters)


def case_of_code(typed: str) -> Case:
    """Return the case that a code is about; raises RatingCodeUnknown."""
    letters = read_letters(typed[: LETTERS * 2])
    row = RatingCode.objects.filter(code_hash=_hash_of(letters)).first()
    if row is None:
        raise RatingCodeUnknown()
    return visible_cases(SYSTEM).get(id=row.case_id)


def standing_of(case: Case) -> Standing:
    """Return whether a case may be rated, by its state and the last day for it."""
    if case.state not in _ENDED:
        return Standing.EARLY
    if case.state in _RATEABLE:
        until = case.rate_until
        return Standing.OPEN if until and get_clock().today() <= until else Standing.OVER
    given = Rating.objects.filter(case_id=case.id, is_default=False).exists()
    return Standing.RATED if given else Standing.OVER


def rate_by_code(typed: str, wish: Wish) -> Case:
    """Rate the service of a code, once for each token; the journal says that it came by the code.

    Raises RatingCodeUnknown, RatingCodeEnded, and what `rate_case` raises.
    """
    case = case_of_code(typed)
    if standing_of(case) is Standing.OVER:
        raise RatingCodeEnded()
    holder = Actor("resident", HOLDER, person_id=case.person_id, metro=case.metro)
    return rate_case(holder, case.number, wish._replace(channel=BY_CODE))


def _hash_of(letters: str) -> bytes:
    return get_suite().keyed_hash(letters.encode(), _FOUND)
