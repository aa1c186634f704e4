"""One run of passing days (到期任务): every walk in its order, and what each did.

The order matters on one day: what counts as accepted today is warned of today. Every walk is safe
to run twice and beside another run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rongcheng.services.government.passing import (
    addresses,
    deeds,
    recounting,
    reminding,
    warning,
)
from rongcheng.services.government.passing.walking import AT_MOST, Act, Due, Walked, walk


class Walk(NamedTuple):
    """One kind of thing that a passed day does: which cases it finds, and what it does to each."""

    find: Callable[[], Due]
    act: Act


DAYS: Mapping[str, Walk] = {
    "deem_accepted": Walk(deeds.unchecked, deeds.deem_accepted),
    "supplement_lapse": Walk(deeds.unsupplemented, deeds.lapse_supplement),
    "rating_lapse": Walk(deeds.unrated, deeds.lapse_rating),
    "close": Walk(deeds.rated, deeds.close),
    "drop_address": Walk(addresses.to_drop, addresses.drop),
    "seeming_late": Walk(recounting.seeming_late, recounting.recount),
    "provisional": Walk(recounting.provisional, recounting.recount),
    "warn": Walk(warning.to_warn, warning.warn),
    "warn_of_follow_ups": Walk(warning.follow_ups_to_warn, warning.warn_of_follow_up),
}
"""What days do, in this order."""
AT_ONCE: Mapping[str, Walk] = {"deliver": Walk(deeds.undelivered, deeds.deliver_certificate)}
"""What waits for no day: e-certificates that a decision issued."""
NIGHT: Mapping[str, Walk] = {"waiting": Walk(recounting.waiting, recounting.recount)}
"""What every day moves: the days of cases whose time does not count."""
AT_MOST_AT_NIGHT = 200_000
MORNING: Mapping[str, Walk] = {"remind": Walk(reminding.soon_to_lapse, reminding.remind)}
"""What people are told at a civil hour."""


def pass_days(walks: Mapping[str, Walk] = DAYS, at_most: int = AT_MOST) -> dict[str, Walked]:
    """Do what passed days do, and return it by name; each walk looks at `at_most` cases."""
    return {name: walk(one.find(), one.act, at_most) for name, one in walks.items()}
