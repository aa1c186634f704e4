"""A changed item in a pack: what held before stays to the letter, and all checks are passed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.items import (
    first_changed_day,
    pack_with_items,
    read_item,
    with_version,
)
from rongcheng.policy.draft import Part
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_types import ItemVersion, Limit, ServiceItem
from rongcheng.policy.nodes import nodes_of_json
from rongcheng.policy.pack import Pack
from rongcheng.policy.records import Record
from rongcheng.policy.sheet import Sheet
from tests.services.government.packs import book_of

BOOK = book_of("changzhutan")
HUKOU = BOOK.government.item("hukou-transfer")
JULY = date(2026, 7, 1)
SHORTER = Limit(3, "working_days")


def changed(since: date, item: ServiceItem = HUKOU) -> ServiceItem:
    """Return the item with a shorter promised limit from a day on."""
    return with_version(item, item.versions[-1]._replace(since=since, promised_limit=SHORTER))


def pack_of(item: ServiceItem) -> tuple[Pack | None, list[PackFault]]:
    """Put an item into the pack as if somebody had written it."""
    faults: list[PackFault] = []
    node = nodes_of_json(json.dumps(Record(ServiceItem).plain(item)))
    part: Part[ServiceItem] = read_item(node, Sheet(f"items/{item.id}.yaml", faults))
    return pack_with_items(BOOK.pack, [part], faults), faults


def limit_on(book: PolicyBook, day: date) -> int:
    """Return the promised limit of the item on a day."""
    return book.government.item_on("hukou-transfer", day).promised_limit.number


def test_a_version_holds_from_its_day_and_the_one_before_to_the_day_before() -> None:
    pack, faults = pack_of(changed(JULY))
    assert faults == []
    assert pack is not None
    book = PolicyBook(pack)
    assert [limit_on(book, day) for day in (date(2026, 6, 30), JULY, date(2030, 1, 1))] == [5, 3, 3]
    assert book.government.item("hukou-transfer").versions[0].until == date(2026, 6, 30)


def test_a_version_of_the_same_day_is_replaced_and_a_later_one_ends_it() -> None:
    twice = changed(JULY, changed(JULY))
    assert len(twice.versions) == 2
    between = changed(date(2026, 6, 1), changed(JULY))
    assert [(v.since, v.until) for v in between.versions] == [
        (date(2020, 1, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (JULY, None),
    ]


@given(st.integers(1, 4_000), st.integers(-60, 60))
def test_no_day_before_a_change_differs(start: int, offset: int) -> None:
    since = HUKOU.versions[0].since + timedelta(days=start)
    new = changed(since)
    assert first_changed_day(HUKOU, new) == since
    day = since + timedelta(days=offset)
    held = [_on(item, day) for item in (HUKOU, new)]
    assert (held[0] == held[1]) == (day < since)


def _on(item: ServiceItem, day: date) -> ItemVersion | None:
    found = next((v for v in item.versions if v.since <= day <= (v.until or date.max)), None)
    return found and found._replace(until=None, since=date.min)


def test_a_name_is_no_change_of_a_day() -> None:
    assert first_changed_day(HUKOU, HUKOU._replace(title={"zh": "迁户口", "en": "Move"})) is None
    assert first_changed_day(HUKOU, HUKOU) is None


def test_an_item_that_begins_or_ends_changes_from_that_day() -> None:
    assert first_changed_day(None, HUKOU) == date(2020, 1, 1)
    ended = HUKOU._replace(versions=(HUKOU.versions[0]._replace(until=date(2026, 6, 30)),))
    assert first_changed_day(HUKOU, ended) == JULY


def test_a_title_leaves_its_list_when_the_item_runs() -> None:
    new = HUKOU._replace(id="lost-id-card", basic_code="S-GA-099")
    pack, faults = pack_of(new)
    assert faults == []
    assert pack is not None
    found = PolicyBook(pack).government
    assert "lost-id-card" not in {titled.id for titled in found.titles()}
    assert len(found.titles()) == len(BOOK.government.titles()) - 1
    assert found.item("lost-id-card").title == HUKOU.title


ENDED = HUKOU._replace(versions=(HUKOU.versions[0]._replace(until=date(2021, 1, 1)),))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (HUKOU._replace(basic_code="S-GA-002"), "policy.P101"),
        # The agreement of 2024 would carry an item that no longer runs.
        (ENDED, "policy.P124"),
    ],
)
def test_what_no_longer_fits_is_reported_and_nothing_is_made(item: ServiceItem, code: str) -> None:
    pack, faults = pack_of(item)
    assert pack is None
    assert code in {fault.code for fault in faults}
