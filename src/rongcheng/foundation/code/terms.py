"""How long codes, cards, keys and lists last (有效期): the metro's policy, `code.*`.

Policy speaks for what is issued from its day on. What is out keeps what it was issued with.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from rongcheng.foundation.code.offline.types import PURPOSE_WORDS, Purpose
from rongcheng.foundation.institutions.public import get_institution
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import ListItem, PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.policy.errors import WrongDimensions
from rongcheng.web.actor import Actor

PHONE_PURPOSES = tuple(Purpose)
CARD_PURPOSES = (Purpose.HEALTH_DESK, Purpose.WINDOW)
"""A static code can be copied: it opens only desks where somebody looks at the holder."""

WINDOW = "window"
"""The kind of institution that a clerk's window is, whatever building it stands in."""


class CodeTerms(NamedTuple):
    """What a city's residents get: how long phones' codes and cards last, and how many."""

    phone_life: timedelta
    most_phones: int
    card_life: timedelta
    card_uses: int


class KeyTerms(NamedTuple):
    """How long a metro area's key signs, and how long before its end the next one is made."""

    signs: timedelta
    made_ahead: timedelta


def issues_codes(metro: str) -> bool:
    """Tell whether a metro area's policy says how it issues codes; without, it issues none."""
    return current_book(metro).parameter("code.key.sign_days") is not None


def code_terms(metro: str, city: str) -> CodeTerms:
    """Return what holds today for codes of a city's residents; raises NoPolicyValue."""
    book = current_book(metro)
    return CodeTerms(
        timedelta(days=_number(book, "code.phone.days", city)),
        _number(book, "code.phone.most", city),
        timedelta(days=_number(book, "code.card.days", city)),
        _number(book, "code.card.uses", city),
    )


def key_terms(metro: str) -> KeyTerms:
    """Return what holds today for keys made from now on; raises NoPolicyValue."""
    book = current_book(metro)
    signs = timedelta(days=_number(book, "code.key.sign_days"))
    ahead = timedelta(days=_number(book, "code.key.ahead_days"))
    # A longer lead than the key's own life would make key after key without an end.
    return KeyTerms(signs, min(ahead, signs / 2))


def status_life(metro: str) -> timedelta:
    """Return how long a status list signed now speaks; raises NoPolicyValue."""
    return timedelta(hours=_number(current_book(metro), "code.status_list.hours"))


def verifying_purposes(metro: str, city: str, kind: str) -> tuple[Purpose, ...]:
    """Return for what an institution of this kind may verify codes, nothing if none is named.

    `kind` is that of the institution, or `WINDOW` for a clerk. Raises NoPolicyValue.
    """
    try:
        found = current_book(metro).resolve(
            "code.verification.purposes", at=city, on=get_clock().today(), kind=kind
        )
    except WrongDimensions:
        return ()
    assert isinstance(found.value, tuple)
    return tuple(PURPOSE_WORDS[item.code] for item in found.value if isinstance(item, ListItem))


def purposes_for(actor: Actor) -> tuple[Purpose, ...]:
    """Return for what this desk, window or system may verify codes; nothing for everybody else.

    Raises InstitutionUnknown and NoPolicyValue.
    """
    if actor.audience == "clerk":
        return verifying_purposes(actor.metro, actor.city, WINDOW)
    if not actor.institution:
        return ()
    place = get_institution(actor.institution)
    return verifying_purposes(place.metro, place.city, place.kind)


def _number(book: PolicyBook, key: str, city: str = "") -> int:
    # What belongs to the whole metro area is the same at each of its cities.
    at = city or book.cities()[0].code
    value = book.resolve(key, at=at, on=get_clock().today()).value
    assert isinstance(value, int)
    return value
