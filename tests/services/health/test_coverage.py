"""Which institutions settle: measured from what stands, by level and city, beside the target."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.people.public import add_staff, demo_account
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.figures.coverage import (
    Cover,
    cover_of,
    level_of,
    medical_institutions,
    settling_institutions,
    span_of,
)
from rongcheng.services.health.figures.indicators import INDICATORS, measure_coverage
from rongcheng.services.health.models import InstitutionTally
from rongcheng.web.registry import Reading
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk

ON = date(2026, 3, 2)
UPPER = [
    "H43030200001",
    "H43030200002",
    "H43030400001",
    "H43030400002",
    "H43032100001",
]
LOWER_OF_XIANGTAN = 10


@pytest.fixture
def visitor(world: World) -> Desk:
    """Serve a Changsha employee, who is a visitor in Xiangtan."""
    return Desk(world, world.person(CHANGSHA))


@pytest.fixture
def local(world: World) -> Desk:
    """Serve somebody of Xiangtan."""
    return Desk(world, world.person(XIANGTAN))


def settle(desk: Desk, code: str) -> None:
    place = desk.world.place(code)
    desk.settle(place, desk.ask(place, [("A", 20_000)]))


def measure(world: World, on: date = ON) -> Reading:
    """Deliver what waits and read the map's indicator."""
    drain()
    return measure_coverage(world.book, on)


def covers(world: World, city: str, on: date = ON) -> dict[str, Cover]:
    drain()
    settling = settling_institutions(METRO, *span_of(on))
    return {row.level: row for row in cover_of(world.book, settling, on) if row.city == city}


def test_nobody_settles_before_the_first_settlement(world: World) -> None:
    reading = measure(world)
    assert reading.total == 0
    assert reading.districts["430302"] == 0
    rows = covers(world, "430300")
    assert [rows[level].listed for level in rows] == [len(UPPER), LOWER_OF_XIANGTAN]
    assert all(row.settling == 0 for row in rows.values())


def test_an_institution_counts_by_what_it_did_for_others(visitor: Desk, local: Desk) -> None:
    settle(visitor, UPPER[0])
    settle(visitor, UPPER[0])
    # Flagged as able to settle, yet it only ever served its own city's people.
    settle(local, UPPER[2])
    assert visitor.world.place(UPPER[2]).direct_settlement
    reading = measure(visitor.world)
    # Of the five institutions of Yuhu one settles.
    assert reading.districts["430302"] == 200_000
    assert reading.districts["430304"] == 0
    row = InstitutionTally.objects.get()
    assert (row.institution_id, row.on, row.cross_city, row.direct) == (UPPER[0], ON, 2, 2)


def test_a_reversal_takes_it_off_on_the_day_of_the_original(
    visitor: Desk, clock: FixedClock
) -> None:
    place = visitor.world.place(UPPER[0])
    made = visitor.settle(place, visitor.ask(place, [("A", 20_000)]))
    assert measure(visitor.world).districts["430302"] == 200_000
    clock.set(datetime(2026, 3, 20, 9, 0, tzinfo=SHANGHAI))
    visitor.take_back(place, made)
    reading = measure(visitor.world, date(2026, 3, 20))
    assert reading.total == 0
    rows = InstitutionTally.objects.values_list("on", "cross_city", "direct")
    assert list(rows) == [(ON, 0, 0)]
    settle(visitor, UPPER[0])
    assert measure(visitor.world, date(2026, 3, 20)).districts["430302"] == 200_000


def test_both_in_one_batch_come_to_nothing(visitor: Desk) -> None:
    place = visitor.world.place(UPPER[0])
    visitor.take_back(place, visitor.settle(place, visitor.ask(place, [("A", 20_000)])))
    assert measure(visitor.world).total == 0


def test_the_span_ends_after_ninety_days(visitor: Desk) -> None:
    settle(visitor, UPPER[0])
    assert measure(visitor.world, ON + timedelta(days=89)).districts["430302"] == 200_000
    assert measure(visitor.world, ON + timedelta(days=90)).districts["430302"] == 0
    assert measure(visitor.world, ON - timedelta(days=1)).districts["430302"] == 0


def test_the_promise_is_kept_or_says_what_is_missing(visitor: Desk) -> None:
    for code in UPPER[:-1]:
        settle(visitor, code)
    row = covers(visitor.world, "430300")["level_2_and_above"]
    assert (row.settling, row.share_ppm, row.target_ppm) == (4, 800_000, 1_000_000)
    assert row.missing == 1
    settle(visitor, UPPER[-1])
    row = covers(visitor.world, "430300")["level_2_and_above"]
    assert (row.share_ppm, row.missing) == (1_000_000, 0)
    assert row.target is not None
    assert (row.target.status, row.target.source.issued_on) == ("verified", "2024-12-07")
    lower = covers(visitor.world, "430300")["level_1_and_below"]
    assert (lower.settling, lower.target_ppm, lower.missing) == (0, 900_000, 9)
    # Only Xiangtan target; the other cities are shown without.
    assert covers(visitor.world, "430100")["level_2_and_above"].target is None


@pytest.mark.parametrize(
    ("listed", "settling", "target", "missing"),
    [(10, 9, 900_000, 0), (10, 8, 900_000, 1), (11, 9, 900_000, 1), (0, 0, 900_000, 0)],
)
def test_a_target_of_part_of_an_institution_needs_the_whole(
    world: World, listed: int, settling: int, target: int, missing: int
) -> None:
    found = world.book.resolve(
        "health.offsite.coverage_promise", at="430300", on=ON, level="level_2_and_above"
    )
    row = Cover("430300", "x", listed, settling, found._replace(value=target))
    assert row.missing == missing


def test_pharmacies_are_no_medical_institutions(world: World) -> None:
    codes = {found.code for found in medical_institutions(world.book)}
    assert "P43030400005" not in codes
    assert "H43030400004" in codes
    assert level_of("level_2") == level_of("provincial") == "level_2_and_above"
    assert level_of("primary") == level_of("level_1") == "level_1_and_below"


def test_what_was_settled_before_is_filled_in_and_waiting_events_count_once(
    visitor: Desk, local: Desk, clock: FixedClock
) -> None:
    place = visitor.world.place(UPPER[0])
    for _ in range(2):
        made = visitor.settle(place, visitor.ask(place, [("A", 20_000)]))
    settle(visitor, UPPER[2])
    settle(local, UPPER[3])
    clock.advance(timedelta(days=3))
    visitor.take_back(place, made)
    drain()
    kept = list(InstitutionTally.objects.order_by("institution_id").values_list())
    assert [row[4:] for row in kept] == [(1, 1), (1, 1)]
    settle(visitor, UPPER[1])
    InstitutionTally.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("rongcheng.services.health.migrations.0007_coverage").FILL)
    filled = list(InstitutionTally.objects.order_by("institution_id").values_list())
    assert [row[1:] for row in filled] == [row[1:] for row in kept]
    drain()
    assert InstitutionTally.objects.filter(institution_id=UPPER[1], direct=1).count() == 1
    assert InstitutionTally.objects.count() == 3


def test_the_map_offers_it_with_a_note() -> None:
    found = next(item for item in INDICATORS if item.key == "health-coverage")
    assert "90" in found.note["zh"]
    assert "90" in found.note["en"]
    assert found.unit == "ppm"


@pytest.fixture
def staff(world: World, settings) -> None:
    settings.RONGCHENG_DEMO = True
    for role in ("office", "fund", "clerk", "desk"):
        add_staff(
            login=f"cover-{role}",
            role=role,
            name="样例·职员",
            metro=METRO,
            city="430300",
            institution_code=UPPER[0] if role == "desk" else None,
            demo=True,
        )


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(demo_account(f"cover-{role}"))
    return client


@pytest.mark.parametrize("path", ["/office", "/office/coverage"])
def test_only_the_office_comes_in_and_the_fund_reads_the_coverage(staff: None, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/signin?next=%2Foffice")
    wanted = {"office": 200, "fund": 200 if path.endswith("coverage") else 403}
    for role in ("office", "fund", "clerk", "desk"):
        assert client_of(role).get(path).status_code == wanted.get(role, 403)
    assert client_of("office").post(path).status_code == 405


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_share_promise_and_document(visitor: Desk, staff: None, lang: str) -> None:
    for code in UPPER:
        settle(visitor, code)
    drain()
    client = client_of("office")
    client.cookies["lang"] = lang
    shown = client.get("/office/coverage").content.decode()
    kept = {"zh": "目标 100%，已达到", "en": "Target 100%, reached"}[lang]
    short = {"zh": "目标 90%，还差 9 家", "en": "Target 90%, 9 short"}[lang]
    assert kept in shown
    assert short in shown
    assert "湖南日报" in shown
    assert "/policy/changzhutan/health.offsite.coverage_promise" in shown
    assert shown.count('<svg class="cover-bar') == 6
    named = client.get("/office/coverage?list=institutions").content.decode()
    assert UPPER[0] in named
    assert "P43030400005" not in named


def test_both_lists_are_taken_along(visitor: Desk, staff: None) -> None:
    settle(visitor, UPPER[0])
    drain()
    client = client_of("fund")
    answer = client.get("/office/coverage?format=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeff城市,级别,机构数,在结算,覆盖率,目标")
    assert any(line.startswith("湘潭市,二级及以上,5,1,20.0000%,100.0000%") for line in lines)
    named = client.get("/office/coverage?list=institutions&format=csv")
    lines = b"".join(named.streaming_content).decode().splitlines()
    assert len(lines) == 1 + len(medical_institutions(visitor.world.book))
    assert lines[-1].endswith(",1,2026-03-02")
    sheet = client.get("/office/coverage?format=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    sheet.close()


def test_the_page_costs_the_same_however_many_settled(
    visitor: Desk, staff: None, django_assert_max_num_queries
) -> None:
    for code in UPPER:
        settle(visitor, code)
    drain()
    client = client_of("office")
    client.get("/office/coverage")
    with django_assert_max_num_queries(6):
        client.get("/office/coverage")
