"""Columns for tests of the comparison, and results that are written out instead of decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from rongcheng.scale.whatif.comparing import FaultWords, Words
from rongcheng.services.health.columns import (
    VISIT_FILE,
    WORD_COLUMNS,
    Column,
    ResultColumns,
    VisitColumns,
)

WORDS = Words(
    vocabulary={
        "insured_pool": ("430199", "430299", "430399"),
        "scheme": ("employee", "resident"),
        "tier": ("primary", "level_1", "level_2", "level_3", "provincial"),
        "means": ("ordinary", "subsistence"),
    },
    kinds=(11, 14, 2101),
    faults={
        3: FaultWords("health.F003", "金额不对", "the amounts are wrong", False),
        9: FaultWords("health.R012", "没有参保", "not insured", True),
    },
)
DEFAULTS: Mapping[str, object] = {
    "insured_pool": "430199",
    "scheme": "employee",
    "tier": "level_3",
    "means": "ordinary",
    "kind": 11,
    "age": 40,
    "settled_at": "2025-05-06",
}


def columns(rows: Sequence[Mapping[str, object]]) -> VisitColumns:
    """Return rows as columns; what a row does not say is of the defaults, else 0."""
    made: dict[str, Column] = {}
    for column in VISIT_FILE:
        values = []
        for row in rows:
            value = row.get(column.name, DEFAULTS.get(column.name, 0))
            if column.name == "settled_at":
                moment = datetime.fromisoformat(str(value))
                value = (moment - datetime(1970, 1, 1)).days * 86_400_000_000
            elif column.name in WORD_COLUMNS and isinstance(value, str):
                value = WORDS.vocabulary[column.name].index(value)
            values.append(value)
        made[column.name] = np.array(values, dtype=np.int64)
    return VisitColumns(**made)


def results(*rows: Mapping[str, int]) -> tuple[ResultColumns, Column]:
    """Return what rows came to; `fund_fen` is added up, `fault` is the second part."""
    funds = ("pool_fen", "large_fen", "catastrophic_fen", "civil_servant_fen", "assistance_fen")
    whole = [{**row, "fund_fen": sum(row.get(name, 0) for name in funds)} for row in rows]
    made = {
        name: np.array([row.get(name, 0) for row in whole], dtype=np.int64)
        for name in ResultColumns._fields
    }
    return ResultColumns(**made), np.array([row.get("fault", 0) for row in rows], dtype=np.int64)
