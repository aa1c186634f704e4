"""The journal: what was answered for is there again, a torn end is cut, damage is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.reference_core.errors import JournalBroken, JournalInUse
from rongcheng.reference_core.journal import Journal, line_of, read_records

FIRST, SECOND = {"op": "settle", "key": "S1"}, {"op": "reverse", "key": "S2", "of": "S1"}


def written(path: Path) -> bytes:
    journal = Journal(path)
    journal.append(FIRST)
    journal.append(SECOND)
    journal.close()
    return path.read_bytes()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path)
    assert read_records(path) == [FIRST, SECOND]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_torn_end_is_cut_off_wherever_it_tore(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole")
    first = len(line_of(FIRST))
    for length in range(first, len(whole)):
        path = tmp_path / f"torn{length}"
        path.write_bytes(whole[:length])
        journal = Journal(path)
        assert journal.records == [FIRST]
        assert path.stat().st_size == first
        journal.append(SECOND)
        journal.close()
        assert path.read_bytes() == whole


def test_damage_inside_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = written(path)
    damaged = whole.replace(b"settle", b"sEttle")
    path.write_bytes(damaged)
    with pytest.raises(JournalBroken) as told:
        Journal(path)
    assert told.value.params["line"] == 1
    assert path.read_bytes() == damaged


def test_two_cores_never_share_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path)
    with pytest.raises(JournalInUse):
        Journal(path)
    journal.close()
    Journal(path).close()
