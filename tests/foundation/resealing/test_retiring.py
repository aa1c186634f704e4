"""An old key goes only when nothing lies under it, and nothing can come to lie under it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from rongcheng.foundation.people.models import Resident
from rongcheng.foundation.people.public import register_resident, reveal_id_number
from rongcheng.foundation.resealing import retiring
from rongcheng.foundation.resealing.columns import Place
from rongcheng.foundation.resealing.errors import (
    StillSealed,
    TableBusy,
    VersionInUse,
    VersionUnknown,
)
from rongcheng.foundation.resealing.public import begin_again, close_version, reseal
from rongcheng.kernel.sealed_columns import sealed_columns
from tests.foundation.people.samples import CHEN, LIN, METRO, register_lin
from tests.foundation.resealing.rings import use_ring

pytestmark = pytest.mark.django_db(transaction=True)
GUARDS = "select count(*) from pg_constraint where contype = 'c' and conname like 'sealed\\_%'"


def guards() -> int:
    """Return how many guards stand."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS)
        return int(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def no_guard_is_left() -> Iterator[None]:
    """Take the guards away again: the tables are shared with other tests."""
    yield
    for column in sealed_columns():
        place = Place(column)
        retiring._drop([(place, name) for name in retiring._guards(place)])


def register_chen() -> UUID:
    """Register the invented Mr Chen."""
    return register_resident(metro=METRO, name="陈样例", id_number=CHEN, home_city="430300")


def test_a_version_under_which_something_lies_is_kept() -> None:
    use_ring(1)
    register_lin()
    use_ring(1, 2)
    register_chen()
    with pytest.raises(StillSealed, match=r"people\.Resident\.id_number_sealed 1"):
        close_version(1)
    assert guards() == 0


def test_once_retired_the_database_refuses_the_version() -> None:
    use_ring(1)
    lin = register_lin()
    use_ring(1, 2)
    reseal()
    close_version(1)
    assert guards() == len(sealed_columns())
    close_version(1)
    assert guards() == len(sealed_columns())
    # A process that missed the rotation fails, instead of writing what nobody could open.
    use_ring(1)
    with pytest.raises(IntegrityError, match="sealed_people_resident_id_number_sealed_from_2"):
        register_chen()
    assert Resident.objects.count() == 1
    use_ring(2)
    assert reveal_id_number(lin) == LIN
    assert reveal_id_number(register_chen()) == CHEN


def test_the_next_retirement_replaces_the_guard() -> None:
    use_ring(1, 2)
    register_lin()
    close_version(1)
    use_ring(2, 3)
    reseal()
    close_version(2)
    assert guards() == len(sealed_columns())
    with connection.cursor() as cursor:
        cursor.execute(GUARDS + " and conname not like '%\\_from\\_3'")
        assert cursor.fetchone()[0] == 0


def test_only_the_oldest_version_that_does_not_seal_may_go() -> None:
    use_ring(1, 2, 3)
    for version, error in ((2, VersionInUse), (3, VersionInUse), (4, VersionUnknown)):
        with pytest.raises(error):
            close_version(version)
        assert guards() == 0


def hold_a_late_writer(written: threading.Event, commit: threading.Event) -> threading.Thread:
    """Start a process's transaction that writes under the first key and ends when told."""

    def write() -> None:
        try:
            with transaction.atomic():
                register_chen()
                written.set()
                assert commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(20)
    return thread


def test_a_writer_that_is_not_finished_is_waited_for_and_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written, commit = threading.Event(), threading.Event()
    use_ring(1)
    register_lin()
    late = hold_a_late_writer(written, commit)
    use_ring(1, 2)
    # The late row cannot be seen, so by counting alone the key would go now.
    assert reseal().finished
    monkeypatch.setattr(retiring, "PATIENCE_MS", 100)
    monkeypatch.setattr(retiring, "_PAUSE", 0.01)
    monkeypatch.setattr(retiring, "ATTEMPTS", 2)
    with pytest.raises(TableBusy):
        close_version(1)
    assert guards() == 0
    threading.Timer(0.2, commit.set).start()
    monkeypatch.setattr(retiring, "PATIENCE_MS", 5_000)
    with pytest.raises(StillSealed, match="id_number_sealed 1"):
        close_version(1)
    late.join()
    assert guards() == 0
    assert reseal().values == 0  # the finished pass knows nothing of it
    retiring_after_looking_again()


def retiring_after_looking_again() -> None:
    """Look at every row once more, as the error's words say, and retire."""
    begin_again()
    assert reseal().values == 1
    close_version(1)
