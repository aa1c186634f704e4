"""What a pack lists beside its running items: titles, bundles, powers given (事项目录与赋权).

Source: domain/government.md section 2.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from rongcheng.policy.item_types import OptionalTitle
from rongcheng.policy.records import Key, Many, Record
from rongcheng.policy.shapes import Day, Whole
from rongcheng.policy.sources import Sourced, Status, Title
from rongcheng.policy.types import SLUG, Region, ReviewBy, Since, Slug, Until


class ItemTitle(NamedTuple):
    """An item known by its title only (只有名称的事项); it does not run."""

    id: Slug
    title: Title
    theme: Title


class Announced(NamedTuple):
    """A number of items that somebody announced, and on which day it held."""

    number: Annotated[int, Key("count"), Whole(1, 100_000)]
    on: Annotated[date, Day()]
    source: Sourced
    status: Status


class TitleFile(NamedTuple):
    """`items/titles.yaml`: titles of one source and status, and what was announced in numbers."""

    source: Sourced
    status: Status
    review_by: ReviewBy
    titles: Annotated[tuple[ItemTitle, ...], Many(Record(ItemTitle))]
    announced: Annotated[tuple[Announced, ...], Many(Record(Announced))] = ()
    note: OptionalTitle = None


class Bundle(NamedTuple):
    """One thing, once (一件事一次办): several items opened by one form and one set of materials."""

    id: Slug
    title: Title
    items: Annotated[tuple[str, ...], Many(SLUG, least=2, distinct=True)]
    since: Since
    source: Sourced
    status: Status
    review_by: ReviewBy
    until: Until = None


class BundleFile(NamedTuple):
    """`items/bundles.yaml`."""

    bundles: Annotated[tuple[Bundle, ...], Many(Record(Bundle))]


class Recall(NamedTuple):
    """A power taken back (收回): from this day new cases go to the giver again."""

    since: Since
    source: Sourced
    status: Status
    reason: OptionalTitle = None


class DelegatedPower(NamedTuple):
    """A power that an upper authority gave to a lower one (赋权): number, document, period.

    `items` are the running items that it is about; many powers are known by title only.
    """

    id: Slug
    number: Annotated[int, Whole(1, 10_000)]
    title: Title
    giver: Region
    receiver: Region
    since: Since
    source: Sourced
    status: Status
    review_by: ReviewBy
    items: Annotated[tuple[str, ...], Many(SLUG, distinct=True)] = ()
    until: Until = None
    recall: Annotated[Recall | None, Record(Recall)] = None
    note: OptionalTitle = None

    def in_force(self, on: date) -> bool:
        """Tell whether a case that begins on this day is decided under the power."""
        if on < self.since or (self.until is not None and on > self.until):
            return False
        return self.recall is None or on < self.recall.since


class PowerFile(NamedTuple):
    """`powers.yaml`: the register of delegated powers."""

    powers: Annotated[tuple[DelegatedPower, ...], Many(Record(DelegatedPower))]
