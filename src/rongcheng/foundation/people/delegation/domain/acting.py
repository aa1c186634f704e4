"""May this person act for that one in this matter today? (能不能代办)."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.people.delegation.domain.lifecycle import state_on
from rongcheng.foundation.people.delegation.domain.reasons import Bar
from rongcheng.foundation.people.delegation.domain.types import (
    Guardians,
    GuardianStand,
    Kind,
    Limits,
    Mandate,
    Matter,
    Stand,
    State,
)

BARS = {
    State.OFFERED: Bar.NOT_ACCEPTED,
    State.LAPSED: Bar.LAPSED,
    State.REFUSED: Bar.REFUSED,
    State.WITHDRAWN: Bar.WITHDRAWN,
    State.NOT_BEGUN: Bar.NOT_BEGUN,
    State.EXPIRED: Bar.EXPIRED,
    State.REVOKED: Bar.REVOKED,
    State.RESIGNED: Bar.RESIGNED,
    State.ENDED: Bar.ENDED,
    State.GROWN_UP: Bar.GROWN_UP,
}


def decide_acting(
    mandate: Mandate,
    matter: Matter,
    guardians: tuple[GuardianStand, ...],
    limits: Limits,
    today: date,
) -> Bar:
    """Return what stands against acting in a matter on a day; Bar.NONE: nothing does.

    `guardians` are all guardians in force of the child, with what each said of this matter; a
    mandate has none.

    >>> day = date(2026, 3, 2)
    >>> given = Mandate(Kind.MANDATE, frozenset({"settlements"}), day, day, date(2027, 3, 1),
    ...                 date(1958, 1, 1), ())
    >>> limits, matter = Limits(18, 30, 5, 2), Matter("settlements", Guardians.ANY, True, 12)
    >>> decide_acting(given, matter, (), limits, day).name
    'NOT_ACCEPTED'
    """
    state = state_on(mandate, limits, today)
    if state != State.IN_FORCE:
        return BARS[state]
    if mandate.kind == Kind.MANDATE:
        return Bar.NONE if matter.key in mandate.matters else Bar.OUT_OF_SCOPE
    return decide_between_guardians(matter, guardians)


def decide_between_guardians(matter: Matter, guardians: tuple[GuardianStand, ...]) -> Bar:
    """Return what stands against a guardian's acting, when others have a say.

    An objection holds a matter whoever raised it. Where all must agree, the one who acts agrees by
    acting, and the others must have said so.

    >>> me, other = GuardianStand(True, Stand.SILENT), GuardianStand(False, Stand.SILENT)
    >>> both = Matter("filings", Guardians.ALL, True, 12)
    >>> decide_between_guardians(both, (me, other)).name
    'WAITS_FOR_OTHER'
    >>> decide_between_guardians(both, (me, GuardianStand(False, Stand.AGREES))).name
    'NONE'
    """
    if matter.guardians == Guardians.NONE:
        return Bar.NOT_FOR_GUARDIANS
    if any(one.stand == Stand.OBJECTS for one in guardians):
        return Bar.OBJECTED
    waits = any(not one.is_acting and one.stand != Stand.AGREES for one in guardians)
    if matter.guardians == Guardians.ALL and waits:
        return Bar.WAITS_FOR_OTHER
    return Bar.NONE
