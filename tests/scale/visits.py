"""Files of visits for tests: rows by what differs, the rest as a sample visit has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rongcheng.services.health.columns import VISIT_FILE, Kind

TYPES = {
    Kind.NUMBER: pa.int64(),
    Kind.FEN: pa.int64(),
    Kind.WORD: pa.string(),
    Kind.FLAG: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us"),
}
SCHEMA = pa.schema([(column.name, TYPES[column.kind]) for column in VISIT_FILE])
NEEDED = tuple(column.name for column in VISIT_FILE if column.default is None)
AT = datetime(2026, 3, 2, 9, 30)


def visit(number: int, **other: Any) -> dict[str, Any]:
    """An employee of Changsha at a level 3 hospital of Changsha: 1,000 yuan, 900 in scope."""
    row: dict[str, Any] = {
        "visit": number,
        "person": number,
        "settled_at": AT + timedelta(minutes=number % 1_000_000),
        "insured_pool": "430199",
        "care_pool": "430199",
        "scheme": "employee",
        "standing": "in_service",
        "tier": "level_3",
        "kind": 11,
        "total_fen": 100_000,
        "self_paid_fen": 10_000,
        "in_scope_fen": 90_000,
        "age": 40,
        "begun_on": date(2026, 3, 2),
    }
    return row | other


def table_of(rows: Iterable[dict[str, Any]], schema: Any = SCHEMA) -> Any:
    """Rows as a table; what a row does not say is empty."""
    return pa.Table.from_pylist(list(rows), schema=schema)


def write_visits(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """A file of visits with every documented column."""
    pq.write_table(table_of(rows), path)
    return path


def many_visits(people: int, each: int = 3, *, seed: int = 0) -> Any:
    """A table in order: each person has `each` visits; every amount follows from the seed."""
    rng = np.random.default_rng(seed)
    rows = people * each
    total = rng.integers(1_000, 500_000, rows)
    own = total // 10
    day = np.tile(np.arange(each), people) * 86_400_000_000
    start = int(AT.timestamp()) * 1_000_000
    pool = rng.choice(np.array(["430199", "510199"]), people).repeat(each)
    columns = {
        "visit": np.arange(rows) + 1,
        "person": np.arange(people).repeat(each) + 1,
        "settled_at": pa.array(start + day, pa.timestamp("us")),
        "insured_pool": pool,
        "care_pool": pool,
        "scheme": np.full(rows, "employee"),
        "standing": rng.choice(np.array(["in_service", "retired"]), rows),
        "tier": rng.choice(np.array(["primary", "level_3"]), rows),
        "kind": np.full(rows, 11),
        "total_fen": total,
        "self_paid_fen": own,
        "in_scope_fen": total - own,
        "age": rng.integers(18, 95, people).repeat(each),
    }
    return pa.table(columns)


def shuffled(table: Any, *, seed: int = 1) -> Any:
    """The same rows in another order."""
    return table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """All rows of a Parquet file."""
    return list(pq.read_table(path).to_pylist())
