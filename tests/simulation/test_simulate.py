"""A seed gives the same days again: ledger, statements and report to the byte, in any number."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rongcheng.commands.simulation import run_simulation
from rongcheng.foundation.ledger.public import list_statuses, verify_ledger
from rongcheng.foundation.people.public import register_resident
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import verify_decisions
from rongcheng.simulation.errors import MetroNotPublished, RealResidentsHere, SpeedUnreadable
from rongcheng.simulation.public import read_speed

Fresh = Callable[[], AbstractContextManager[str]]
FEW: dict[str, Any] = {"days": 3, "residents": 50, "intensity": 8.0}
SOAK: dict[str, Any] = {"days": 70, "residents": 700, "intensity": 1.0}


def play(out: Path, *, seed: int, processes: int = 1, **words: Any) -> dict[str, bytes]:
    """Simulate into the present database and return every file that was written, by name."""
    words = {"metros": (), "first_day": date(2026, 1, 30), **FEW, **words}
    assert run_simulation("max", out, seed=seed, processes=processes, **words) == 0
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def is_sound() -> bool:
    return verify_ledger() == [] and list(verify_decisions()) == []


def without_numbers(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out statements, whose rows stand in the order in which a database numbered them."""
    return {name: content for name, content in files.items() if not name.endswith(".xlsx")}


def test_a_seed_gives_the_same_bytes_again_and_nothing_twice(fresh: Fresh, tmp_path: Path) -> None:
    with fresh():
        first = play(tmp_path / "a", seed=1)
        count = Settlement.objects.count()
        assert is_sound()
        assert {status.state for status in list_statuses("changzhutan")} == {"paid", "open"}
        again = play(tmp_path / "again", seed=1)
        assert Settlement.objects.count() == count
        assert is_sound()
    assert count > 30
    assert {"changzhutan-1/matrix.xlsx", "changzhutan-2/nets.xlsx", "report.txt"} <= first.keys()
    ledgers = [name for name in first if name.startswith("ledger-")]
    assert ledgers == ["ledger-changzhutan.csv", "ledger-chengdemeizi.csv"]
    assert [again[name] for name in ledgers] == [first[name] for name in ledgers]
    with fresh():
        assert play(tmp_path / "b", seed=1) == first
    with fresh():
        other = play(tmp_path / "c", seed=2, days=1, residents=20)
        assert other["report.txt"] != first["report.txt"]
        assert other["ledger-changzhutan.csv"] != first["ledger-changzhutan.csv"]
    with fresh():
        two = play(tmp_path / "d", seed=1, processes=2)
        assert is_sound()
    assert two.keys() == first.keys()
    assert without_numbers(two) == without_numbers(first)


def test_where_real_people_are_nothing_is_played(fresh: Fresh, tmp_path: Path) -> None:
    with fresh():
        register_resident(
            metro="changzhutan",
            name="不是样例",
            id_number="430302199003071235",
            home_city="430300",
        )
        with pytest.raises(RealResidentsHere, match="1 residents who are not invented"):
            play(tmp_path, seed=1)
        assert not Settlement.objects.exists()


def test_an_unknown_metro_is_named(fresh: Fresh, tmp_path: Path) -> None:
    with fresh(), pytest.raises(MetroNotPublished, match="changzhutan、chengdemeizi"):
        play(tmp_path, seed=1, metros=("nowhere",))


@pytest.mark.parametrize("given", ["fast", "0x", "-2x", "10", "1e9x", ""])
def test_a_speed_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(SpeedUnreadable):
        read_speed(given)


@pytest.mark.soak
def test_two_months_of_many_people_in_any_number_of_processes(fresh: Fresh, tmp_path: Path) -> None:
    with fresh():
        one = play(tmp_path / "one", seed=9, **SOAK)
        assert is_sound()
    with fresh():
        assert play(tmp_path / "same", seed=9, **SOAK) == one
    for processes in (2, 3):
        with fresh():
            many = play(tmp_path / f"{processes}", seed=9, processes=processes, **SOAK)
            assert without_numbers(many) == without_numbers(one)
            assert is_sound()
