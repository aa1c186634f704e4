"""Reads the columns of stored decisions (读取已提取的列): by person, in the order of the counter.

What is left out is said: the decisions of pools with a core of their own, whose amounts are that
core's. Each chunk comes with what was really settled, so that a run checks itself.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from rongcheng.scale.converting import Words, convert_visits
from rongcheng.scale.cutting import Piece, cut_between_persons
from rongcheng.scale.flow import Engine
from rongcheng.scale.whatif.extracting import STORED_AMOUNTS, Manifest
from rongcheng.services.health.columns import Column, ResultColumns, VisitColumns

BATCH_ROWS = 65_536
_PERSONAL = {"account_fen", "aid_fen", "cash_fen"}


class StoredChunk(NamedTuple):
    """Whole persons with what was settled, and the rows of remote cores that were left out.

    `stored` has a column for each of `STORED_AMOUNTS`; `exact` tells whose account is known to
    the fen (a family's draws on it are not among her own bills).
    """

    visits: VisitColumns
    stored: NDArray[np.int64]
    exact: NDArray[np.bool_]
    remote_rows: int


def read_stored(
    folder: Path, manifest: Manifest, words: Words, engine: Engine
) -> Generator[StoredChunk, None, None]:
    """Yield a metro's stored decisions by person."""
    files = [str(folder / part.file) for part in manifest.parts]
    if not files:
        return
    config: dict[str, Any] = {
        "memory_limit": f"{engine.memory_bytes >> 20}MiB",
        "temp_directory": str(engine.folder / "sort"),
        "threads": engine.threads,
        "preserve_insertion_order": False,
    }
    with duckdb.connect(config=config) as connection:
        found = connection.read_parquet(files).order("person, visit, month")
        pieces = _pieces(found.to_arrow_reader(BATCH_ROWS))
        for chunk in cut_between_persons(pieces):
            yield _chunk([piece.batch for piece in chunk], words)


def _pieces(batches: Iterator[Any]) -> Iterator[Piece]:
    row = 0
    for batch in batches:
        person = batch.column("person").to_numpy(zero_copy_only=False)
        yield Piece(batch, person, np.arange(row, row + batch.num_rows))
        row += batch.num_rows


def _chunk(batches: Sequence[Any], words: Words) -> StoredChunk:
    visits = convert_visits(batches, words)
    remote = _gather(batches, "is_remote").astype(bool)
    kept = ~np.isin(visits.person, visits.person[remote])
    own, own_exact = _credits(
        visits, _gather(batches, "account_balance_fen"), _drawn_from_account(batches)
    )
    aid, aid_exact = _credits(
        visits, _gather(batches, "aid_balance_fen"), _gather(batches, "stored_aid_fen")
    )
    visits = visits._replace(
        settled_at=_in_order(visits), account_credit_fen=own, aid_credit_fen=aid
    )
    stored = np.stack([_gather(batches, f"stored_{name}") for name in STORED_AMOUNTS], axis=1)
    unsure = visits.person[~(own_exact & aid_exact)]
    return StoredChunk(
        VisitColumns(*(column[kept] for column in visits)),
        stored[kept],
        ~np.isin(visits.person, unsure)[kept],
        int(np.count_nonzero(~kept)),
    )


def _gather(batches: Sequence[Any], name: str) -> NDArray[np.int64]:
    """Return a column as integers; -1 stands for a balance that is not there, else 0."""
    empty = -1 if name.endswith("balance_fen") else 0
    parts = [
        batch.column(name).cast("int64").fill_null(empty).to_numpy(zero_copy_only=False)
        for batch in batches
    ]
    return np.concatenate(parts)


def _drawn_from_account(batches: Sequence[Any]) -> NDArray[np.int64]:
    # What mutual aid pays is part of the account's payment, from somebody else's account.
    return _gather(batches, "stored_account_fen") - _gather(batches, "stored_aid_fen")


def _credits(
    visits: VisitColumns, balance: NDArray[np.int64], drawn: NDArray[np.int64]
) -> tuple[Column, NDArray[np.bool_]]:
    """Return what came to an account before each row, and whether that is all that happened to it.

    A row's balance is what was there before it; what was drawn before is known from the rows
    themselves, so the rest is credit. Less than nothing was drawn by somebody else's bill: it
    becomes no credit, and the account is not known to the fen.
    """
    length = len(balance)
    first = np.ones(length, dtype=bool)
    first[1:] = visits.person[1:] != visits.person[:-1]
    # The further months of one bill repeat its balance.
    again = np.zeros(length, dtype=bool)
    again[1:] = ~first[1:] & (visits.visit[1:] == visits.visit[:-1])
    known = (balance >= 0) & ~again
    spent = np.cumsum(drawn) - drawn
    # The last row before, of the same person, whose balance is known: what it had then.
    place = np.where(known, np.arange(length), -1)
    before = np.concatenate([[-1], np.maximum.accumulate(place)[:-1]])
    begin = np.maximum.accumulate(np.where(first, np.arange(length), 0))
    has_before = before >= begin
    earlier = np.where(has_before, before, 0)
    expected = np.where(has_before, balance[earlier] - (spent - spent[earlier]), 0)
    credit = np.where(known, balance - expected, 0)
    return np.maximum(credit, 0), credit >= 0


def _in_order(visits: VisitColumns) -> Column:
    """Return moments that follow the order of settlement, where two came at the same instant.

    Numbers are drawn while the person is locked; the clock was read a moment before.
    """
    moments: Column = visits.settled_at.copy()
    same = visits.person[1:] == visits.person[:-1]
    for place in np.flatnonzero(same & (moments[1:] < moments[:-1])) + 1:
        after = place
        while (
            after < len(moments)
            and visits.person[after] == visits.person[place]
            and moments[after] < moments[after - 1]
        ):
            moments[after] = moments[after - 1]
            after += 1
    return moments


class Check:
    """Compares what the current book makes of the stored decisions with what was settled."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.bills = 0
        self.remote_rows = 0
        self.differing = 0
        self.fund_fen = 0
        self._lock = Lock()

    def take(self, chunk: StoredChunk, results: ResultColumns) -> None:
        """Add a chunk: bills that differ in any amount, and by how much the fund's part does."""
        computed = np.stack([getattr(results, name) for name in STORED_AMOUNTS], axis=1)
        difference = computed - chunk.stored
        for name in _PERSONAL:
            difference[~chunk.exact, STORED_AMOUNTS.index(name)] = 0
        # A bill over several months stands on as many rows; only its sum was stored.
        visit = chunk.visits.visit
        starts = np.flatnonzero(np.diff(visit, prepend=-1))
        by_bill = np.add.reduceat(difference, starts, axis=0) if len(visit) else difference
        with self._lock:
            self.remote_rows += chunk.remote_rows
            self.bills += len(by_bill)
            self.differing += int(np.count_nonzero(by_bill.any(axis=1)))
            self.fund_fen += int(by_bill[:, STORED_AMOUNTS.index("fund_fen")].sum())

    def plain(self) -> dict[str, int]:
        """Return what was found as JSON data."""
        return {
            "bills": self.bills,
            "remote_rows": self.remote_rows,
            "differing": self.differing,
            "fund_fen": self.fund_fen,
        }
