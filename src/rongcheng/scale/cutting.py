"""Cuts a stream of rows between persons (按人切块): whoever crosses an edge goes to the next chunk.

Where it cuts follows from the rows alone, not from how they were read or on how many cores they
are settled, so that the same rows always come out as the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from rongcheng.scale.errors import PersonTooLong
from rongcheng.services.health.columns import MISSING, Column

CHUNK_ROWS = 131_072
MOST_ROWS_OF_A_PERSON = 1_000_000


class Piece(NamedTuple):
    """Some rows that follow one another: as they were read, whose they are, and their numbers."""

    batch: Any
    person: Column
    rows: Column

    def cut(self, since: int, until: int) -> Piece:
        """Return some of the rows, without copying them."""
        return Piece(
            self.batch.slice(since, until - since), self.person[since:until], self.rows[since:until]
        )


def cut_between_persons(
    pieces: Iterable[Piece], chunk_rows: int = CHUNK_ROWS
) -> Iterator[list[Piece]]:
    """Yield the rows again in chunks of whole persons, of `chunk_rows` rows where that is possible.

    A chunk ends at the last change of person within its size; if one person fills it, at her end.
    Raises PersonTooLong.
    """
    waiting: list[Piece] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += len(piece.person)
        while count > chunk_rows:
            cut = _cut_of(np.concatenate([held.person for held in waiting]), chunk_rows)
            if cut == 0:
                break
            chunk, waiting = _split(waiting, cut)
            count -= cut
            yield chunk
        if count > MOST_ROWS_OF_A_PERSON:
            raise PersonTooLong(person=int(piece.person[0]), limit=MOST_ROWS_OF_A_PERSON)
    if count:
        yield waiting


def _cut_of(person: Column, chunk_rows: int) -> int:
    """Return where to cut: 0 if the end of the person is not yet in sight."""
    # Rows without a person are nobody's, so they may be cut anywhere.
    changes = (person[1:] != person[:-1]) | (person[1:] == MISSING)
    places = np.flatnonzero(changes) + 1
    fitting = int(np.searchsorted(places, chunk_rows, side="right"))
    if fitting:
        return int(places[fitting - 1])
    return int(places[0]) if len(places) else 0


def _split(pieces: list[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    before: list[Piece] = []
    after: list[Piece] = []
    for piece in pieces:
        length = len(piece.person)
        inside = min(max(at, 0), length)
        if inside:
            before.append(piece.cut(0, inside))
        if inside < length:
            after.append(piece.cut(inside, length))
        at -= length
    return before, after
