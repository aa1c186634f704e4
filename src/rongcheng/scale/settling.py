"""Settles a file of visits (批量结算): each row as the counter would, or its reason why not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rongcheng.kernel.rule_version import source_hash
from rongcheng.scale.faults_file import (
    SPOOL_SCHEMA,
    FaultSheet,
    FaultTexts,
    spooled,
    write_spooled,
)
from rongcheng.scale.flow import (
    Chunk,
    Engine,
    Heard,
    Settler,
    common_words,
    not_heard,
    on_all_cores,
    read_chunks,
)
from rongcheng.scale.order import OrderFound, find_order
from rongcheng.scale.settled_file import SETTLED_SCHEMA, ParquetTarget, settled_rows
from rongcheng.scale.sorting import SortRoom
from rongcheng.scale.source import Source, open_source
from rongcheng.scale.targets import Targets, check_targets, faults_beside, writing


class Policy(NamedTuple):
    """By what a file is settled: the rules over the books, the texts of faults, the editions.

    `editions` names the hash of each metro area's policy, for the footers of the files.
    """

    settler: Settler
    texts: FaultTexts
    editions: Mapping[str, str]


class Progress(NamedTuple):
    """Who is told how far it is: rows given to a sort, if one is needed, then rows settled."""

    sorting: Heard = not_heard
    settling: Heard = not_heard


class Job(NamedTuple):
    """What to settle and where to; without a place for faults, they go beside the results."""

    source: Source
    out: Path
    faults: Path
    threads: int
    memory_bytes: int
    force: bool


class Settled(NamedTuple):
    """What became of the rows of a file; `was_sorted` if they came in order."""

    rows: int
    settled: int
    refused: int
    faulty: int
    was_sorted: bool
    seconds: float


UNHEARD = Progress()


class _Made(NamedTuple):
    """What comes of one chunk: rows for the results, for the faults, and to be kept by number."""

    rows: int
    refused: int
    faulty: int
    settled: Any
    bad: list[Any]
    kept: Any


def open_job(
    given: str | Path,
    out: Path,
    faults: Path | None = None,
    *,
    threads: int,
    memory_bytes: int,
    force: bool = False,
) -> Job:
    """Return a job whose input and places have been checked; nothing is written yet.

    Raises what `open_source` and `check_targets` raise, and MemoryTooSmall.
    """
    source = open_source(given)
    job = Job(source, out, faults or faults_beside(out), threads, memory_bytes, force)
    check_targets(source, job.out, job.faults, force=force)
    Engine(threads, memory_bytes, out.parent).check()
    return job


def settle_file(job: Job, policy: Policy, progress: Progress = UNHEARD) -> Settled:
    """Settle every row of the input; results and faults appear whole at the end, or not at all.

    Raises TargetBusy, TargetUnwritable, InputUnreadable or PersonTooLong; then neither is there.
    """
    began = time.monotonic()
    with writing(job.out, job.faults) as targets:
        order = find_order(job.source, in_parallel=job.threads > 1)
        engine = Engine(job.threads, job.memory_bytes, targets.workroom, progress.sorting)
        done = _Writing(job, policy, targets, order, engine).run(progress.settling)
    return done._replace(seconds=time.monotonic() - began)


class _Writing:
    """One run from the first row to the footers."""

    def __init__(
        self, job: Job, policy: Policy, targets: Targets, order: OrderFound, engine: Engine
    ) -> None:
        self.job, self.policy, self.targets, self.order = job, policy, targets, order
        self.engine = engine
        self.words = common_words([policy.settler])
        self.sheet = FaultSheet(job.source, policy.texts)

    def run(self, heard: Heard) -> Settled:
        """Write both files."""
        spool = self.targets.workroom / "kept.parquet"
        with (
            ParquetTarget(self.targets.settled, SETTLED_SCHEMA, numbers_only=True) as settled,
            ParquetTarget(self.targets.faults, self.sheet.schema) as bad,
        ):
            with ParquetTarget(spool, SPOOL_SCHEMA) as kept:
                done = self._write(settled, bad, kept, heard)
            if not self.order.is_sorted and done.rows > done.settled:
                room = SortRoom(self.engine.folder, self.engine.memory_bytes // 4, 1)
                write_spooled(bad, str(spool), self.sheet, room)
            for target in (settled, bad):
                target.note(self._notes(done))
        return done

    def _write(
        self, settled: ParquetTarget, bad: ParquetTarget, kept: ParquetTarget, heard: Heard
    ) -> Settled:
        rows = refused = faulty = 0
        chunks = read_chunks(self.job.source, self.words, self.engine, self.order)
        for made in on_all_cores(self._make, chunks, self.engine):
            settled.write(made.settled)
            for table in made.bad:
                bad.write(table)
            kept.write(made.kept)
            rows += made.rows
            refused += made.refused
            faulty += made.faulty
            heard(rows)
        fine = rows - refused - faulty
        return Settled(rows, fine, refused, faulty, self.order.is_sorted, 0.0)

    def _make(self, chunk: Chunk) -> _Made:
        visits = chunk.visits(self.words)
        results, faults = self.policy.settler.settle(visits)
        is_settled = faults == 0
        bad_count = len(faults) - int(np.count_nonzero(is_settled))
        bad: list[Any] = []
        kept = SPOOL_SCHEMA.empty_table()
        refused = 0
        if bad_count:
            refused = int(np.count_nonzero(self.policy.texts.are_refusals(faults)))
            if chunk.is_narrow:
                kept = spooled(chunk.rows, faults)
            else:
                bad = self.sheet.describe_chunk(chunk, faults)
        table = settled_rows(visits, results, is_settled)
        return _Made(len(faults), refused, bad_count - refused, table, bad, kept)

    def _notes(self, done: Settled) -> Mapping[str, str]:
        return {
            "rongcheng.input": self.job.source.name,
            "rongcheng.rules": source_hash(),
            **{f"rongcheng.policy.{m}": mark for m, mark in self.policy.editions.items()},
            "rongcheng.rows": str(done.rows),
            "rongcheng.settled": str(done.settled),
            "rongcheng.refused": str(done.refused),
            "rongcheng.faulty": str(done.faulty),
        }
