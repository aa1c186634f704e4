"""A step under way (正在办的一步): what an effect is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rongcheng.foundation.cases.public import Case, CaseStep
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion
from rongcheng.services.government.domain.lifecycle import Capacity
from rongcheng.web.actor import Actor


class Doing(NamedTuple):
    """A step under way: the policy, the locked case, who does it as what, why, and with what."""

    book: PolicyBook
    case: Case
    actor: Actor
    capacity: Capacity
    reason: str
    data: Mapping[str, Any]

    @property
    def version(self) -> ItemVersion:
        """Return what holds of the item for this case."""
        return self.book.government.item_on(self.case.item, self.case.began_on)


class Effect(NamedTuple):
    """What is written with a step; `follow_up` is the day for what comes after a decision.

    `after` runs once the step is written.
    """

    data: Mapping[str, Any] = {}
    follow_up: date | None = None
    after: Callable[[CaseStep], None] | None = None
