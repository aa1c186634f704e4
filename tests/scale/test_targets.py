"""Results appear whole under their name or not at all, and nothing is overwritten unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rongcheng.kernel.errors import RongchengError
from rongcheng.scale.errors import (
    TargetBusy,
    TargetExists,
    TargetFolderMissing,
    TargetIsInput,
    TargetsAlike,
    TargetUnwritable,
)
from rongcheng.scale.public import GIBIBYTE, Job, open_job, settle_file
from rongcheng.scale.targets import writing
from tests.scale.plain_policy import PLAIN
from tests.scale.visits import many_visits, shuffled, visit, write_visits
from tests.tidy.tree import PROJECT


def job_of(given: Path, out: Path, faults: Path | None = None, *, force: bool = False) -> Job:
    return open_job(given, out, faults, threads=1, memory_bytes=GIBIBYTE, force=force)


@pytest.mark.parametrize(
    ("out", "faults", "error"),
    [
        ("old.parquet", None, TargetExists),
        ("v.parquet", None, TargetIsInput),
        ("link.parquet", None, TargetIsInput),
        ("new.parquet", "v.parquet", TargetIsInput),
        ("nowhere/new.parquet", None, TargetFolderMissing),
        ("new.parquet", "nowhere/bad.parquet", TargetFolderMissing),
        ("new.parquet", "new.parquet", TargetsAlike),
        ("folder", None, TargetExists),
    ],
)
def test_a_place_where_results_must_not_go_is_refused(
    tmp_path: Path, out: str, faults: str | None, error: type[RongchengError]
) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])
    (tmp_path / "old.parquet").write_text("old")
    (tmp_path / "link.parquet").symlink_to(given)
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error):
        job_of(given, tmp_path / out, tmp_path / faults if faults else None)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "old.parquet").read_text() == "old"


def test_results_do_not_go_into_the_folder_that_is_read(tmp_path: Path) -> None:
    write_visits(tmp_path / "v.parquet", [visit(1)])
    with pytest.raises(TargetIsInput):
        job_of(tmp_path, tmp_path / "out.parquet")


def test_an_old_file_is_replaced_when_asked(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])
    out = tmp_path / "old.parquet"
    out.write_text("old")
    settle_file(job_of(given, out, force=True), PLAIN)
    assert pq.read_metadata(out).num_rows == 1


def test_faults_of_a_run_killed_between_its_files_stand_in_nobodys_way(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])
    (tmp_path / "out.faults.parquet").write_text("left")
    settle_file(job_of(given, tmp_path / "out.parquet"), PLAIN)
    assert pq.read_metadata(tmp_path / "out.faults.parquet").num_rows == 0


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])
    job = job_of(given, tmp_path / "out.parquet")
    with writing(job.out, job.faults), pytest.raises(TargetBusy):
        settle_file(job, PLAIN)
    assert settle_file(job, PLAIN).settled == 1


def test_a_disk_that_takes_nothing_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = write_visits(tmp_path / "v.parquet", [visit(1)])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TargetUnwritable) as raised:
        settle_file(job_of(given, tmp_path / "out.parquet"), PLAIN)
    assert raised.value.params["reason"] == "No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["v.parquet"]


RUN = """
import sys, time
from pathlib import Path
from rongcheng.scale.public import GIBIBYTE, Progress, open_job, settle_file
from tests.scale.plain_policy import PLAIN
def slowly(rows):
    print(rows, flush=True)
    time.sleep(float(sys.argv[3]))
job = open_job(sys.argv[1], Path(sys.argv[2]), threads=2, memory_bytes=GIBIBYTE)
settle_file(job, PLAIN, Progress(settling=slowly))
"""


@contextmanager
def started(given: Path, out: Path, pause: float) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(given), str(out), str(pause)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def first_word(run: subprocess.Popen[str]) -> str:
    assert run.stdout is not None
    return run.stdout.readline().strip()


@pytest.mark.faults
def test_a_run_killed_half_way_leaves_nothing_and_again_gives_the_same(tmp_path: Path) -> None:
    given = tmp_path / "v.parquet"
    pq.write_table(shuffled(many_visits(100_000)), given)
    whole, out = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    settle_file(job_of(given, whole), PLAIN)
    with started(given, out, pause=60) as killed:
        assert first_word(killed) == "131070"
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(30) == -signal.SIGKILL
    assert {path.name for path in tmp_path.iterdir()} == {
        "v.parquet",
        "whole.parquet",
        "whole.faults.parquet",
        ".out.parquet.part",
        ".out.faults.parquet.part",
        ".out.parquet.work",
    }
    with started(given, out, pause=0) as again:
        again.communicate(timeout=120)
        assert again.returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    faults = [tmp_path / f"{name}.faults.parquet" for name in ("out", "whole")]
    assert faults[0].read_bytes() == faults[1].read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.faults
def test_a_run_that_is_interrupted_clears_up(tmp_path: Path) -> None:
    given = tmp_path / "v.parquet"
    pq.write_table(many_visits(100_000), given)
    with started(given, tmp_path / "out.parquet", pause=1) as stopped:
        assert first_word(stopped) == "131070"
        stopped.send_signal(signal.SIGINT)
        stopped.communicate(timeout=60)
        assert stopped.returncode != 0
    assert [path.name for path in tmp_path.iterdir()] == ["v.parquet"]
