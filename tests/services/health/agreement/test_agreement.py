"""Scalar = compiled = batch: the counter and the columns compute the same integers."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from rongcheng.kernel.compiled import compile_rule
from rongcheng.kernel.money import MAX_FEN, MAX_SCALED
from rongcheng.services.health.batch.lines import LineColumns, settle_lines
from rongcheng.services.health.domain.entitlement import decide_entitlement
from rongcheng.services.health.domain.identities import is_line_amount
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.outpatient import decide_outpatient
from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.special_disease import (
    compute_month_limit,
    decide_special_month,
)
from rongcheng.services.health.domain.types import (
    LineSplit,
    OutpatientTotals,
)
from rongcheng.services.health.errors import ColumnsInvalid
from tests.services.health.agreement import rows

ROWS = 20_000


def columns_of(kind: Any, table: list[tuple[int, ...]]) -> Any:
    """Return rows as the columns of a kind."""
    return kind(*np.array(table, dtype=np.int64).reshape(-1, len(kind._fields)).T.copy())


def rows_of(columns: Any) -> list[tuple[int, ...]]:
    """Return columns as rows of plain integers."""
    return list(zip(*(column.tolist() for column in columns), strict=True))


def reached(masks: list[int]) -> set[str]:
    """Return the names of the reasons among the masks."""
    together = 0
    for mask in masks:
        together |= mask
    return {reason.name for reason in HealthReason if together & reason}


def test_lines() -> None:
    random = Random(rows.SEED)
    lines = [rows.line(random) for _ in range(ROWS)]
    scalar = [compute_line_split(*line) for line in lines]
    compiled = compile_rule(compute_line_split)
    assert [compiled(*line) for line in lines] == scalar
    batch = settle_lines(columns_of(LineColumns, [(*facts, *terms) for facts, terms in lines]))
    assert rows_of(batch) == [tuple(split) for split in scalar]
    assert reached([split.reasons for split in scalar]) == {
        "LINE_CLASS_C",
        "LINE_APPROVAL_MISSING",
        "LINE_APPROVAL_REFUSED",
        "LINE_OVER_LIMIT",
        "LINE_PREPAID",
    }
    is_amount = compile_rule(is_line_amount)
    for facts, _ in lines:
        asked = (facts.price_micro, facts.quantity_e4, facts.amount_fen)
        assert is_amount(*asked) == is_line_amount(*asked)


def test_outpatient_visits() -> None:
    random = Random(rows.SEED + 1)
    compiled = compile_rule(decide_outpatient)
    seen = []
    for _ in range(ROWS):
        in_scope, terms = rows.amount(random), rows.outpatient_terms(random)
        totals = OutpatientTotals(rows.amount(random, 40_000), rows.amount(random, 200_000))
        result = decide_outpatient(in_scope, terms, totals)
        assert compiled(in_scope, terms, totals) == result
        seen.append(result.reasons)
    assert reached(seen) == {
        "DEDUCTIBLE_TAKEN",
        "DEDUCTIBLE_YEAR_REACHED",
        "RATIO_CUT",
        "CAP_REACHED",
        "TIER_NOT_COVERED",
    }


def test_special_months() -> None:
    random = Random(rows.SEED + 2)
    compiled = compile_rule(decide_special_month)
    limit = compile_rule(compute_month_limit)
    seen = []
    for number in range(ROWS):
        in_scope, terms, totals = rows.special(random)
        result = decide_special_month(in_scope, terms, totals)
        assert compiled(in_scope, terms, totals) == result
        seen.append(result.reasons)
        asked = (terms.limit_month_fen, rows.amount(random, 10_000), number % 5 - 1)
        assert limit(*asked) == compute_month_limit(*asked)
    assert reached(seen) == {
        "RATIO_CUT",
        "CAP_REACHED",
        "MONTH_LIMIT_REACHED",
        "DISEASE_NOT_GRANTED",
    }


def test_persons_and_entitlements() -> None:
    random = Random(rows.SEED + 3)
    share, entitled = compile_rule(compute_person_share), compile_rule(decide_entitlement)
    seen = []
    for _ in range(ROWS):
        facts = rows.person(random)
        result = compute_person_share(facts)
        assert share(facts) == result
        case = rows.entitlement(random)
        mask = decide_entitlement(*case)
        assert entitled(*case) == mask
        seen.append(mask | result.reasons)
    assert reached(seen) == {
        "TIER_NOT_COVERED",
        "NOT_INSURED_NOW",
        "FILING_MISSING",
        "DISEASE_NOT_GRANTED",
        "ACCOUNT_SHORT",
        "ACCOUNT_NOT_USED",
        "AID_NOT_ALLOWED",
    }


def test_the_columns_are_named_as_the_rules_name_their_fields() -> None:
    assert rows_of(settle_lines(columns_of(LineColumns, []))) == []
    assert settle_lines(columns_of(LineColumns, []))._fields == LineSplit._fields


LINE = (12_800_000_000, 10_000, 1_280_000, 0, 2, 10_000_000_000, 100_000, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_fen", MAX_FEN + 1),
        ("amount_fen", -MAX_FEN - 1),
        ("amount_fen", -(2**63)),
        ("price_micro", MAX_SCALED + 1),
        ("price_micro", -(2**63)),
        ("quantity_e4", MAX_SCALED // 12_800_000_000 + 1),
        ("quantity_e4", -(2**63)),
        ("cap_micro", -2),
        ("prepay_ppm", -1),
        ("prepay_ppm", 1_000_001),
    ],
)
def test_a_line_out_of_range_is_refused_by_name(field: str, value: int) -> None:
    lines = columns_of(LineColumns, [LINE, LINE])
    getattr(lines, field)[1] = value
    with pytest.raises(ColumnsInvalid) as refused:
        settle_lines(lines)
    assert refused.value.params["column"] == field
    assert "row 1" in refused.value.message("en")


def test_columns_of_another_shape_or_kind_are_refused() -> None:
    lines = columns_of(LineColumns, [LINE, LINE])
    for wrong in (
        lines.cap_micro[:1],
        lines.cap_micro.astype(np.float64),
        lines.cap_micro.astype(np.int32),
        lines.cap_micro.reshape(2, 1),
        np.int64(5) * np.ones((), dtype=np.int64),
    ):
        with pytest.raises(ColumnsInvalid) as refused:
            settle_lines(lines._replace(cap_micro=wrong))
        assert refused.value.params["column"] == "cap_micro"
