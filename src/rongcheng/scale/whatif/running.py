"""Computes a saved scenario over the stored decisions (后台测算), and says how far it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import book_by_hash
from rongcheng.scale.converting import words_of
from rongcheng.scale.flow import Engine, on_all_cores
from rongcheng.scale.models import ColumnExtract, Scenario, ScenarioState
from rongcheng.scale.whatif.drafts import book_of_draft
from rongcheng.scale.whatif.errors import ComparisonStopped, NothingExtracted
from rongcheng.scale.whatif.extracting import (
    Manifest,
    columns_folder,
    extract,
    read_manifest,
)
from rongcheng.scale.whatif.policies import Pair
from rongcheng.scale.whatif.scenarios import changes_of
from rongcheng.scale.whatif.stored import Check, StoredChunk, read_stored

_SORT_BYTES = 512 << 20
_TELL_SECONDS = 0.5
_AGAIN_SECONDS = 2
# One computation at a time; a killed worker's lock falls with its connection.
_LOCK = 7_246_310


def compute_scenario(code: str, run: int) -> None:
    """Compute a scenario, unless another run of it was begun; half a result is never kept."""
    with _alone() as is_alone:
        if not is_alone:
            _ask_again("compute_scenario", code=code, run=run)
            return
        held = _begin(code, run)
        if held is None:
            return
        with _told(Scenario.objects.filter(code=code, run=run), ScenarioState.FAILED):
            _extract(held.metro)
            _compute(held)


def extract_columns(metro: str) -> None:
    """Lay out a metro's new settlements in columns."""
    with _alone() as is_alone:
        if is_alone:
            _extract(metro)
        else:
            _ask_again("extract_columns", metro=metro)


@contextmanager
def _alone() -> Iterator[bool]:
    """Tell whether nobody else computes or extracts just now, and keep it so."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        found = cursor.fetchone()
    is_alone = bool(found and found[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _ask_again(task: str, **words: Any) -> None:
    later = app.configure_task(f"rongcheng.scale.{task}", schedule_in={"seconds": _AGAIN_SECONDS})
    later.defer(**words)


def _begin(code: str, run: int) -> Scenario | None:
    held = Scenario.objects.filter(
        code=code, run=run, state__in=(ScenarioState.WAITING, ScenarioState.RUNNING)
    )
    held.update(state=ScenarioState.RUNNING, moved_at=get_clock().now())
    return held.select_related("draft").first()


def _compute(scenario: Scenario) -> None:
    assert scenario.draft is not None
    folder = columns_folder(scenario.metro)
    manifest = read_manifest(folder)
    if not manifest.rows:
        raise NothingExtracted()
    pair = Pair(book_by_hash(scenario.base), book_of_draft(scenario.draft), rows=manifest.rows)
    check = Check()

    def work(chunk: StoredChunk) -> int:
        before = pair.before.settle(chunk.visits)
        check.take(chunk, before[0])
        pair.comparison.take(chunk.visits, before, pair.after.settle(chunk.visits))
        return len(chunk.visits.person) + chunk.remote_rows

    engine = Engine(os.cpu_count() or 1, _SORT_BYTES, folder)
    words = words_of(pair.before.vocabulary)
    chunks = read_stored(folder, manifest, words, engine)
    progress = _Progress(scenario, manifest.rows)
    for rows in on_all_cores(work, chunks, engine):
        progress.add(rows)
    keys = [change.key for change in changes_of(scenario)]
    _of_this_run(scenario).update(
        state=ScenarioState.DONE,
        rows_done=manifest.rows,
        finished_at=get_clock().now(),
        findings=pair.comparison.findings().plain(),
        checks={**check.plain(), "without_effect": pair.undecided_keys(keys)},
    )


class _Progress:
    """Writes down how far a computation is, twice a second."""

    def __init__(self, scenario: Scenario, rows: int) -> None:
        self._scenario = scenario
        self._done = 0
        self._next = monotonic() + _TELL_SECONDS
        _of_this_run(scenario).update(rows_all=rows, rows_done=0, moved_at=get_clock().now())

    def add(self, rows: int) -> None:
        self._done += rows
        if monotonic() >= self._next:
            self._next = monotonic() + _TELL_SECONDS
            now = get_clock().now()
            _of_this_run(self._scenario).update(rows_done=self._done, moved_at=now)


def _of_this_run(scenario: Scenario) -> Any:
    return Scenario.objects.filter(code=scenario.code, run=scenario.run)


def _extract(metro: str) -> Manifest:
    row, _ = ColumnExtract.objects.get_or_create(metro=metro)
    mine = ColumnExtract.objects.filter(metro=metro)
    begun = row.rows
    told_at = [0.0]

    def told(done: int, all_: int) -> None:
        if done not in (0, all_) and monotonic() < told_at[0]:
            return
        told_at[0] = monotonic() + _TELL_SECONDS
        now = get_clock().now()
        mine.update(rows=begun + done, rows_waiting=all_ - done, moved_at=now, failure={})
        Scenario.objects.filter(metro=metro, state=ScenarioState.RUNNING).update(moved_at=now)

    with _told(mine, None):
        manifest = extract(metro, told)
        mine.update(
            rows=manifest.rows, rows_waiting=0, is_asked=False, finished_at=get_clock().now()
        )
    return manifest


@contextmanager
def _told(rows: Any, state: ScenarioState | None) -> Iterator[None]:
    """Write down in words why something failed, and let the failure go on up."""
    failure: RongchengError = ComparisonStopped()
    done = False
    try:
        yield
        done = True
    except RongchengError as error:
        failure = error
        raise
    finally:
        if not done:
            words = {"code": failure.code, "zh": failure.message("zh"), "en": failure.message("en")}
            changed: dict[str, Any] = {"failure": words}
            if state is not None:
                changed |= {"state": state, "finished_at": get_clock().now()}
            rows.update(**changed)
