"""What lies sealed comes under the newest key: all of it, once, and whatever else happens."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction

from rongcheng.foundation.outbox.models import OutboxEvent
from rongcheng.foundation.people.models import Resident
from rongcheng.foundation.people.public import (
    NewResident,
    correct_name,
    find_resident_by_id_number,
    register_residents,
    reveal_id_number,
)
from rongcheng.foundation.resealing import columns
from rongcheng.foundation.resealing.models import Progress
from rongcheng.foundation.resealing.public import (
    AlreadyRunning,
    begin_again,
    is_finished,
    list_standings,
    reseal,
)
from rongcheng.foundation.resealing.resealing import LOCK, is_rechecked
from rongcheng.foundation.resealing.tasks import reseal_in_background
from rongcheng.kernel import sealed_columns
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.sealed_columns import SealedColumn
from tests.foundation.people.samples import METRO, number
from tests.foundation.resealing.rings import use_ring
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db
COLUMN = "people.Resident.id_number_sealed"


class Stopped(Exception):
    """The process that re-seals is stopped."""


def register(count: int) -> dict[UUID, str]:
    """Register invented residents and return their ID numbers."""
    numbers = [number(serial=f"{900 + place:03d}") for place in range(count)]
    people = [NewResident(f"样例·{place}", n, "430300", "") for place, n in enumerate(numbers)]
    return dict(zip(register_residents(METRO, people), numbers, strict=True))


def versions() -> list[int]:
    """Return the versions that the stored numbers bear, in their head and beside it."""
    rows = Resident.objects.order_by("id")
    heads = [int.from_bytes(bytes(row.id_number_sealed)[1:3]) for row in rows]
    assert heads == [row.key_version for row in rows]
    return heads


@pytest.mark.parametrize("name", ["international", "national"])
def test_every_number_comes_under_the_newest_key(name: str) -> None:
    use_ring(1, name=name)
    people = register(5)
    before = {row.pk: row for row in Resident.objects.all()}
    use_ring(1, 2, name=name)
    done = reseal(window=2)
    assert (done.values, done.finished) == (5, True)
    assert versions() == [2] * 5
    # The first key is gone, and everybody is there as before.
    use_ring(2, name=name)
    for resident_id, id_number in people.items():
        assert reveal_id_number(resident_id) == id_number
        assert find_resident_by_id_number(METRO, id_number).id == resident_id
    for row in Resident.objects.all():
        for field in ("name", "metro", "id_number_hash", "born_on", "home_city", "registered_at"):
            assert getattr(row, field) == getattr(before[row.pk], field)


def test_a_second_run_changes_nothing() -> None:
    use_ring(1)
    register(3)
    use_ring(1, 2)
    reseal()
    stored = list(Resident.objects.order_by("id").values_list("id_number_sealed", flat=True))
    assert reseal().values == 0
    begin_again()
    assert reseal().values == 0
    assert reseal_in_background(0) == 0
    assert stored == list(
        Resident.objects.order_by("id").values_list("id_number_sealed", flat=True)
    )


def test_a_run_that_is_stopped_goes_on_where_it_was() -> None:
    use_ring(1)
    register(7)
    use_ring(1, 2)
    seen: list[int] = []

    def stop_after_two(name: str, count: int) -> None:
        seen.append(count)
        if name == COLUMN and sum(seen) >= 4:
            raise Stopped

    with pytest.raises(Stopped):
        reseal(window=2, on_window=stop_after_two)
    assert versions() == [2, 2, 2, 2, 1, 1, 1]
    assert not is_finished()
    again: list[int] = []
    done = reseal(window=2, on_window=lambda name, count: again.append(count))
    assert done.finished
    assert again == [2, 1]
    assert versions() == [2] * 7
    assert Progress.objects.get(column=COLUMN).resealed == 7
    assert is_finished()


def test_a_run_whose_time_is_up_says_that_it_is_not_finished() -> None:
    use_ring(1)
    register(3)
    use_ring(1, 2)
    assert reseal(seconds=0.0) == (0, False)
    assert versions() == [1, 1, 1]
    assert not is_finished()
    assert reseal_in_background(0) == 3
    assert is_finished()


def test_what_a_late_writer_leaves_is_found_by_the_second_look(clock: FixedClock) -> None:
    use_ring(1)
    register(2)
    use_ring(1, 2)
    assert reseal_in_background(0) == 2
    use_ring(1)
    register(3)  # the third is new, from a process that did not know the new key yet
    use_ring(1, 2)
    assert reseal_in_background(0) == 0
    assert sorted(versions()) == [1, 2, 2]
    clock.advance(timedelta(minutes=3))
    assert reseal_in_background(0) == 1
    assert versions() == [2, 2, 2]
    assert not is_rechecked()
    clock.advance(timedelta(minutes=3))
    assert reseal_in_background(0) == 0
    assert is_rechecked()


def test_a_window_ends_with_its_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    use_ring(1)
    register(5)
    use_ring(1, 2)
    # A sealed number has 49 bytes: the window ends with the row that passes the limit.
    monkeypatch.setattr(columns, "WINDOW_BYTES", 60)
    windows: list[int] = []
    reseal(on_window=lambda name, count: windows.append(count))
    assert windows == [2, 2, 1]
    assert versions() == [2] * 5


def test_what_was_never_rotated_needs_no_look() -> None:
    use_ring(1)
    register(1)
    assert is_finished()
    assert reseal_in_background(0) == 0
    assert not Progress.objects.exists()


def test_a_rotation_in_the_middle_is_taken_up() -> None:
    use_ring(1)
    register(5)
    use_ring(1, 2)

    def rotate(name: str, count: int) -> None:
        use_ring(1, 2, 3)

    reseal(window=2, on_window=rotate)
    assert versions() == [2, 2, 3, 3, 3]
    assert not is_finished()
    assert reseal().finished
    assert versions() == [3] * 5
    assert is_finished()


def test_what_does_not_open_is_left_and_counted() -> None:
    use_ring(1)
    register(3)
    broken = Resident.objects.order_by("id")[1]
    altered = bytearray(broken.id_number_sealed)
    altered[-1] ^= 1
    Resident.objects.filter(id=broken.pk).update(id_number_sealed=bytes(altered))
    use_ring(1, 2)
    assert reseal() == (2, True)
    assert versions() == [2, 1, 2]
    assert bytes(Resident.objects.get(id=broken.pk).id_number_sealed) == bytes(altered)
    (standing,) = [row for row in list_standings() if row.name == COLUMN]
    assert standing.values == {1: 1, 2: 2}
    assert (standing.unreadable, standing.version) == (1, 2)
    assert standing.finished_at is not None


def test_a_value_inside_a_json_column_follows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    column = SealedColumn("outbox.OutboxEvent", "payload", ("topic",), str.encode, member="secret")
    monkeypatch.setattr(sealed_columns, "_columns", {column.name: column})
    old, plain = use_ring(1), b"an invented secret"
    text = "select encode(%s, 'base64')"
    with connection.cursor() as cursor:
        cursor.execute(text, [old.seal(plain, b"sample.topic")])
        (sealed,) = cursor.fetchone()
    for payload in ({"secret": sealed, "kept": 1}, {"kept": 2}, {"secret": "", "kept": 3}):
        OutboxEvent.objects.create(topic="sample.topic", payload=payload)
    use_ring(1, 2)
    assert reseal() == (1, True)
    first, second, third = OutboxEvent.objects.order_by("id").values_list("payload", flat=True)
    assert (second, third) == ({"kept": 2}, {"secret": "", "kept": 3})
    assert first["kept"] == 1
    with connection.cursor() as cursor:
        cursor.execute("select decode(%s, 'base64')", [first["secret"]])
        (found,) = cursor.fetchone()
    assert use_ring(2).open(bytes(found), b"sample.topic") == plain


@pytest.mark.django_db(transaction=True)
def test_one_run_at_a_time() -> None:
    use_ring(1)
    register(1)
    use_ring(1, 2)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        (refused,) = at_once([reseal])
        assert isinstance(refused, AlreadyRunning)
        assert at_once([lambda: reseal_in_background(0)]) == [0]
        cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
    assert versions() == [1]
    assert reseal().finished


@pytest.mark.django_db(transaction=True)
def test_readers_and_writers_work_on_while_everything_is_sealed_anew() -> None:
    use_ring(1)
    people = register(40)
    use_ring(1, 2)
    ids = list(people)
    done = threading.Event()

    def read() -> int:
        turns = 0
        while not done.is_set():
            turns += 1
            chosen = ids[turns % len(ids)]
            assert reveal_id_number(chosen) == people[chosen]
        return turns

    def write(seed: int) -> int:
        random, turns = Random(seed), 0
        while not done.is_set():
            with transaction.atomic():
                # In order, so that the two writers do not block one another.
                for chosen in sorted(random.sample(ids, 2)):
                    correct_name(chosen, f"样例·{turns}")
            turns += 1
        return turns

    def seal() -> int:
        total = 0
        try:
            for _ in range(2):
                begin_again()
                total += reseal(window=4, rest=1.0).values
        finally:
            done.set()
        return total

    results = at_once([seal, read, partial(write, 1), partial(write, 2)])
    assert results[0] == 40
    assert [kind for kind in results if not isinstance(kind, int)] == []
    assert versions() == [2] * 40
    use_ring(2)
    assert {one: reveal_id_number(one) for one in ids} == people
