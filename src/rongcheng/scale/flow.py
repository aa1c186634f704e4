"""The stream of a batch (批量流程): read, put in order, cut between persons, settle on all cores.

A few chunks are under way at any time and no more, so memory does not grow with the file. Results
come out in the order of the rows, whichever core was first.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from rongcheng.scale.converting import Words, convert_column, convert_visits, words_of
from rongcheng.scale.cutting import CHUNK_ROWS, Piece, cut_between_persons
from rongcheng.scale.errors import MemoryTooSmall, VocabulariesDiffer
from rongcheng.scale.order import OrderFound
from rongcheng.scale.sorting import ROW, SortRoom, read_sorted, widen_visits
from rongcheng.scale.source import Source, read_batches
from rongcheng.services.health.columns import Column, ResultColumns, VisitColumns

GIBIBYTE = 1 << 30
LEAST_MEMORY_GIB = 0.5
# What one row costs while it is under way: as it was read, as integers, its results, and encoded.
_BYTES_OF_A_ROW = 1_000
_SHARE_OF_SORT = 0.35
_SHARE_OF_CHUNKS = 0.45

Given = TypeVar("Given")
Made = TypeVar("Made")


class Settler(Protocol):
    """What decides rows: `BatchPolicy` of the health room."""

    @property
    def vocabulary(self) -> Mapping[str, tuple[str, ...]]:
        """The words of each column; a word's number is its place."""

    def settle(self, visits: VisitColumns) -> tuple[ResultColumns, Column]:
        """Return what each row of whole persons comes to, and its fault, 0 if it has none."""


Heard = Callable[[int], None]
"""Is told how many rows have been done so far, now and then and from any thread."""


def not_heard(rows: int) -> None:
    """Tell nobody how far it is."""


class Engine(NamedTuple):
    """What a batch may use of this machine; `folder` takes what a sort cannot keep in memory.

    `sorting` is told how many rows a sort has taken up.
    """

    threads: int
    memory_bytes: int
    folder: Path
    sorting: Heard = not_heard

    @property
    def chunks_under_way(self) -> int:
        """How many chunks are held at once, from the reading to the writing."""
        fitting = int(self.memory_bytes * _SHARE_OF_CHUNKS) // (CHUNK_ROWS * _BYTES_OF_A_ROW)
        return max(1, min(self.threads + 2, fitting))

    def check(self) -> None:
        """Raise MemoryTooSmall if nothing can be done within the memory."""
        if self.memory_bytes < LEAST_MEMORY_GIB * GIBIBYTE:
            given = f"{self.memory_bytes / GIBIBYTE:.2f}"
            raise MemoryTooSmall(given=given, least=LEAST_MEMORY_GIB)


class Chunk(NamedTuple):
    """Rows of whole persons, in order: as they were read, and with their numbers in the input.

    `is_narrow` says that they come from a sort, with words as numbers and nothing else beside.
    """

    pieces: list[Piece]
    is_narrow: bool

    @property
    def rows(self) -> Column:
        """Where each row stands in the input, counted from 0 over all its files."""
        return np.concatenate([piece.rows for piece in self.pieces])

    def visits(self, words: Words) -> VisitColumns:
        """Return the rows as the columns of visits."""
        batches = [piece.batch for piece in self.pieces]
        return widen_visits(batches, words) if self.is_narrow else convert_visits(batches, words)


class SettledChunk(NamedTuple):
    """Rows of whole persons, what each policy makes of them, and the fault of each row under it."""

    visits: VisitColumns
    rows: Column
    results: tuple[ResultColumns, ...]
    faults: tuple[Column, ...]


def read_chunks(
    source: Source, words: Words, engine: Engine, order: OrderFound
) -> Generator[Chunk, None, None]:
    """Yield a source's rows in order, in chunks of whole persons; sorted first where needed.

    Raises PersonTooLong, InputUnreadable or TargetUnwritable.
    """
    pieces = _in_order(source, engine) if order.is_sorted else _sorted(source, words, engine)
    for cut in cut_between_persons(pieces):
        yield Chunk(cut, not order.is_sorted)


def settle_chunks(
    source: Source, policies: Sequence[Settler], engine: Engine, order: OrderFound
) -> Iterator[SettledChunk]:
    """Yield a source's rows in order with what each policy makes of them, on all cores.

    For comparing policies over the same visits. Raises VocabulariesDiffer, and what `read_chunks`
    raises.
    """
    words = common_words(policies)

    def settle(chunk: Chunk) -> SettledChunk:
        visits = chunk.visits(words)
        settled = [policy.settle(visits) for policy in policies]
        return SettledChunk(
            visits,
            chunk.rows,
            tuple(results for results, _ in settled),
            tuple(faults for _, faults in settled),
        )

    yield from on_all_cores(settle, read_chunks(source, words, engine, order), engine)


def common_words(policies: Sequence[Settler]) -> Words:
    """Return the words' numbers of policies that agree on them; raises VocabulariesDiffer."""
    first = policies[0].vocabulary
    for policy in policies[1:]:
        for name, known in policy.vocabulary.items():
            if first[name] != known:
                raise VocabulariesDiffer(column=name)
    return words_of(first)


def on_all_cores(
    make: Callable[[Given], Made], given: Generator[Given, None, None], engine: Engine
) -> Iterator[Made]:
    """Yield what is made of each thing given, in order, with a few under way at once.

    With one thread, everything happens in the caller's own.
    """
    if engine.threads == 1:
        with contextlib.closing(given):
            yield from map(make, given)
        return
    under_way: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(engine.threads) as cores, ThreadPoolExecutor(1) as reader:
        try:
            for item in _read_ahead(given, reader):
                under_way.append(cores.submit(make, item))
                if len(under_way) >= engine.chunks_under_way:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def _read_ahead(given: Generator[Given, None, None], reader: ThreadPoolExecutor) -> Iterator[Given]:
    """Yield what is given, while the next is being read by another thread."""
    pending = reader.submit(_next, given)
    try:
        while found := pending.result():
            pending = reader.submit(_next, given)
            yield found[0]
    finally:
        # A generator is closed where it runs, once its current step has ended.
        reader.submit(given.close).result()


def _next(given: Generator[Given, None, None]) -> list[Given]:
    """Return the next thing in a list, or an empty list at the end."""
    for item in given:
        return [item]
    return []


def _in_order(source: Source, engine: Engine) -> Iterable[Piece]:
    for file in source.files:
        at = file.first
        for batch in read_batches(file, in_parallel=engine.threads > 1):
            rows = np.arange(at, at + batch.num_rows)
            at += batch.num_rows
            yield Piece(batch, convert_column(batch, "person", {}), rows)


def _sorted(source: Source, words: Words, engine: Engine) -> Iterable[Piece]:
    memory = int(engine.memory_bytes * _SHARE_OF_SORT)
    room = SortRoom(engine.folder, memory, engine.threads, engine.sorting)
    for batch in read_sorted(source, words, room):
        yield Piece(batch, batch.column("person").to_numpy(), batch.column(ROW).to_numpy())
