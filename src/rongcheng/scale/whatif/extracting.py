"""Lays stored decisions out in columns (提取成列): once, and after that only what is new.

Parts are Parquet files under the data folder, readable by the service's own user alone. A part
counts once the manifest names it; what a crash leaves behind is written over by the next run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from rongcheng.services.health.public import (
    StoredVisit,
    count_stored,
    last_settlement,
    stored_visits,
)

FORMAT = 1
PART_ROWS = 100_000
MANIFEST = "manifest.json"
# What is compared with what the book decides; hospitals bear nothing yet, so that is left out.
STORED_AMOUNTS = (
    "deductible_fen",
    "pool_fen",
    "own_share_fen",
    "large_fen",
    "catastrophic_fen",
    "civil_servant_fen",
    "assistance_fen",
    "fund_fen",
    "person_fen",
    "account_fen",
    "aid_fen",
    "cash_fen",
)
_TYPES: dict[Any, Any] = {
    int: pa.int64(),
    int | None: pa.int64(),
    str: pa.string(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
    date | None: pa.date32(),
}
_OWN = [name for name in StoredVisit._fields if name != "stored"]


_HINTS = get_type_hints(StoredVisit)


def _type_of(name: str) -> Any:
    return _TYPES[_HINTS[name]]


SCHEMA = pa.schema(
    [(name, _type_of(name)) for name in _OWN]
    + [(f"stored_{name}", pa.int64()) for name in STORED_AMOUNTS]
)


class Part(NamedTuple):
    """One file of columns: its rows, and the last settlement in it."""

    file: str
    rows: int
    until: int


class Manifest(NamedTuple):
    """The parts of a metro area that count, in order."""

    parts: tuple[Part, ...]

    @property
    def until(self) -> int:
        """Return the last settlement that was laid out, 0 for none."""
        return self.parts[-1].until if self.parts else 0

    @property
    def rows(self) -> int:
        """Return all rows."""
        return sum(part.rows for part in self.parts)


def columns_folder(metro: str) -> Path:
    """Return where a metro's columns lie."""
    return Path(settings.RONGCHENG_DATA) / "columns" / metro


def read_manifest(folder: Path) -> Manifest:
    """Return which parts count; none where nothing was extracted, or by another format."""
    try:
        plain = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return Manifest(())
    if plain["format"] != FORMAT:
        return Manifest(())
    return Manifest(tuple(Part(*part) for part in plain["parts"]))


def extract(metro: str, told: Callable[[int, int], None] = lambda done, all_: None) -> Manifest:
    """Lay out a metro's settlements that are new, and return all parts.

    `told` hears the settlements done and to do. May be cut off at any point and run again; two
    runs at once are kept apart by the job's lock.
    """
    folder = columns_folder(metro)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    manifest = read_manifest(folder)
    until = last_settlement(metro)
    to_do = count_stored(metro, manifest.until, until)
    told(0, to_do)
    held: list[StoredVisit] = []
    done, last = 0, 0
    for rows in stored_visits(metro, manifest.until, until):
        held.extend(rows)
        last = rows[-1].visit
        done += len({row.visit for row in rows})
        told(done, to_do)
        if len(held) >= PART_ROWS:
            manifest = _add_part(folder, manifest, held, last)
            held = []
    if held:
        manifest = _add_part(folder, manifest, held, last)
    return manifest


def _add_part(
    folder: Path, manifest: Manifest, rows: Sequence[StoredVisit], until: int
) -> Manifest:
    name = f"part-{len(manifest.parts) + 1:06}.parquet"
    _write(folder / name, lambda file: pq.write_table(_table(rows), file, compression="zstd"))
    grown = Manifest((*manifest.parts, Part(name, len(rows), until)))
    plain = {"format": FORMAT, "parts": [list(part) for part in grown.parts]}
    text = json.dumps(plain).encode()
    _write(folder / MANIFEST, lambda file: file.write(text))
    return grown


def _table(rows: Sequence[StoredVisit]) -> Any:
    columns = [pa.array([getattr(row, name) for row in rows], _type_of(name)) for name in _OWN]
    for name in STORED_AMOUNTS:
        values = [None if row.stored is None else getattr(row.stored, name) for row in rows]
        columns.append(pa.array(values, pa.int64()))
    return pa.table(columns, schema=SCHEMA)


def _write(target: Path, write: Callable[[Any], object]) -> None:
    """Put a file in place whole or not at all, for the eyes of this user only."""
    draft = target.with_suffix(".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    parent = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
