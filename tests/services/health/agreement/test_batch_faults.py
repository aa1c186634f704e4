"""Every fault of a batch: the row that has it gets zeros, the others are settled as without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from rongcheng.services.health.batch.faults import REFUSAL_BITS, Fault
from rongcheng.services.health.columns import MISSING, UNKNOWN_WORD, VISIT_FILE, VisitColumns
from rongcheng.services.health.domain.benefit import find_benefit, is_stay
from rongcheng.services.health.domain.types import STAYS, CareKind
from rongcheng.services.health.errors import ColumnsInvalid
from rongcheng.services.health.rules import BATCH_FAULTS, FIRST_REFUSAL, BatchPolicy
from tests.services.health.agreement.records import Record, columns_of
from tests.services.health.cases.books import book_of

AT = datetime(2026, 3, 2, 10)
BEFORE = Record(visit=1, person=5, at=AT)
AFTER = Record(visit=9, person=5, at=AT + timedelta(days=9), total_fen=50_000, in_scope_fen=50_000)
# 260.00 at a level 2 hospital of Changsha would be: deductible 200.00, then 60 %.
FUND = 3_600


@pytest.fixture(scope="module")
def policy() -> BatchPolicy:
    """Return both metros' policy, its loop uncompiled: a fault is a fault in either."""
    return BatchPolicy([book_of("changzhutan"), book_of("chengdemeizi")], compiled=False)


def faulty(**wrong: Any) -> Record:
    """Return a row that is in order but for these values."""
    return replace(Record(visit=3, person=5, at=AT + timedelta(days=1)), **wrong)


STAY = {"kind": 2101, "tier": "level_3"}
SPECIAL = {"kind": 14, "diseases": 1, "disease_granted": 1}
ROWS: list[tuple[Fault | int, Record]] = [
    (Fault.VALUE_MISSING, faulty(total_fen=MISSING)),
    (Fault.VALUE_MISSING, faulty(visit=MISSING)),
    (Fault.POOL_UNKNOWN, faulty(care_pool="000000")),
    (Fault.SCHEME_UNKNOWN, faulty(scheme="nobody")),
    (Fault.STANDING_UNKNOWN, faulty(standing="hero")),
    (Fault.TIER_UNKNOWN, faulty(tier="level_9")),
    (Fault.CATEGORY_UNKNOWN, faulty(category="moon")),
    (Fault.PREMIUM_UNKNOWN, faulty(premium="gold")),
    (Fault.POOLING_UNKNOWN, faulty(pooling="triple")),
    (Fault.MEANS_UNKNOWN, faulty(means="rich")),
    (Fault.BIRTH_UNKNOWN, faulty(birth="stork")),
    (Fault.TWO_DISEASES_UNKNOWN, faulty(two_diseases="gout")),
    (Fault.POOLS_OF_TWO_METROS, faulty(care_pool="510199")),
    (Fault.KIND_UNKNOWN, faulty(kind=12)),
    (Fault.AMOUNT_NEGATIVE, faulty(prepaid_fen=-1)),
    (Fault.AMOUNT_TOO_LARGE, faulty(total_fen=9_000_000_000_001)),
    (Fault.PARTS_DO_NOT_ADD_UP, faulty(self_paid_fen=1)),
    (Fault.TOTAL_ZERO, faulty(total_fen=0, in_scope_fen=0)),
    (Fault.AGE_WRONG, faulty(age=151)),
    (Fault.STATUS_UNKNOWN, faulty(status=5)),
    (Fault.ACCOUNT_USE_UNKNOWN, faulty(account_use=3)),
    (Fault.FLAG_WRONG, faulty(filed=2)),
    (Fault.BEGUN_AFTER_SETTLED, faulty(begun=date(2026, 3, 4))),
    (Fault.DAY_OUT_OF_RANGE, faulty(begun=date(1989, 12, 31))),
    (Fault.MONTH_WRONG, faulty(**SPECIAL, month=202613)),
    (Fault.MONTH_LATER, faulty(**SPECIAL, month=202604)),
    (Fault.MONTH_TOO_OLD, faulty(**SPECIAL, month=201602)),
    (Fault.MONTH_FOR_OTHER_KIND, faulty(month=202603)),
    (Fault.VISIT_NUMBER_WRONG, faulty(visit=0)),
    (Fault.VISIT_REPEATED, faulty(visit=1)),
    (Fault.REVERSES_UNKNOWN, faulty(reverses=77)),
    (Fault.REVERSES_UNKNOWN, faulty(reverses=3)),
    (Fault.STAY_FOR_OTHER_KIND, faulty(stay=4)),
    (Fault.CAMPUS_STAY, faulty(**STAY, campus=1)),
    (Fault.DISEASES_WRONG, faulty(kind=14, disease_granted=1)),
    (Fault.PREGNANCY_WRONG, faulty(kind=52, birth="natural", pregnancy=61)),
    (Fault.BIRTH_MISSING, faulty(kind=52)),
    (Fault.CREDIT_WRONG, faulty(account_credit_fen=-1)),
    (Fault.NO_POLICY_VALUE, faulty(standing="adult")),
    (Fault.OUT_OF_ORDER, faulty(at=AT - timedelta(days=1))),
    (FIRST_REFUSAL + 1, faulty(status=2)),
    (FIRST_REFUSAL + 4, faulty(kind=14)),
    (FIRST_REFUSAL + 5, faulty(kind=14, status=0)),
]


def settled(policy: BatchPolicy, *records: Record) -> tuple[list[int], list[int], Any]:
    """Return fund and fault of each row, and all results."""
    results, faults = policy.settle(columns_of(records, policy.vocabulary))
    return results.fund_fen.tolist(), faults.tolist(), np.stack(list(results))


@pytest.mark.parametrize(("fault", "row"), ROWS, ids=lambda value: getattr(value, "name", ""))
def test_a_faulty_row_is_told_and_moves_nothing(
    policy: BatchPolicy, fault: int, row: Record
) -> None:
    fund, faults, results = settled(policy, BEFORE, row, AFTER)
    without, _, _ = settled(policy, BEFORE, AFTER)
    assert faults == [0, fault, 0]
    assert not results[:, 1].any()
    assert fund == [without[0], 0, without[1]]


def test_reversals_that_cannot_be(policy: BatchPolicy) -> None:
    later = [AT + timedelta(days=day) for day in range(12)]
    first = replace(BEFORE, total_fen=26_000, in_scope_fen=26_000)
    rows = [
        first,
        Record(visit=2, person=5, at=later[1], reverses=1, total_fen=MISSING),
        Record(visit=3, person=5, at=later[2], reverses=1),
        Record(visit=4, person=5, at=later[3], reverses=2),
        Record(visit=5, person=5, at=later[4], age=200),
        Record(visit=6, person=5, at=later[5], reverses=5),
        Record(visit=7, person=6, at=later[6], reverses=1),
    ]
    fund, faults, _ = settled(policy, *rows)
    assert faults == [
        0,
        0,
        Fault.REVERSED_TWICE,
        Fault.REVERSES_REVERSAL,
        Fault.AGE_WRONG,
        Fault.REVERSES_UNSETTLED,
        Fault.REVERSES_UNKNOWN,
    ]
    assert fund == [FUND, -FUND, 0, 0, 0, 0, 0]


def test_a_stay_is_one_kind_and_taken_back_from_its_end(policy: BatchPolicy) -> None:
    def part(visit: int, **others: Any) -> Record:
        at = AT + timedelta(days=visit)
        amounts = {"total_fen": 1_000_000, "in_scope_fen": 1_000_000}
        return Record(visit=visit, person=5, at=at, stay=8, **{**STAY, **amounts, **others})

    back = Record(visit=5, person=5, at=AT + timedelta(days=5), reverses=1)
    _, faults, results = settled(
        policy, part(1), part(2), part(3, kind=22), part(4, tier="level_2"), back
    )
    wrong = Fault.STAY_WRONG
    assert faults == [0, 0, wrong, wrong, Fault.STAY_SETTLED_LATER]
    # One deductible of 1,100 yuan for the stay, not two.
    assert results[0].tolist() == [110_000, 0, 0, 0, 0]


def test_rows_of_a_bill_over_months_stand_or_fall_together(policy: BatchPolicy) -> None:
    def row(month: int, **others: Any) -> Record:
        return faulty(**{**SPECIAL, "month": month, **others})

    alone = faulty(**SPECIAL)
    cases = {
        (Fault.BILL_ROW_FAULTY, Fault.MONTH_REPEATED): [row(202602), row(202602)],
        (Fault.BILL_ROW_FAULTY, Fault.BILL_ROWS_DIFFER): [row(202602), row(202603, tier="level_3")],
        (Fault.AGE_WRONG, Fault.BILL_ROW_FAULTY): [row(202602, age=-1), row(202603)],
        (Fault.MONTH_WRONG, Fault.BILL_ROW_FAULTY): [alone, row(202603)],
    }
    for told, rows in cases.items():
        _, faults, results = settled(policy, *rows)
        assert tuple(faults) == told
        assert not results.any()


def test_persons_out_of_order_and_with_too_many_rows(
    policy: BatchPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Record(visit=20, person=4, at=AT)
    assert settled(policy, BEFORE, other)[1] == [0, Fault.OUT_OF_ORDER]
    monkeypatch.setattr("rongcheng.services.health.batch.loop.MOST_ROWS", 1)
    assert settled(policy, BEFORE, AFTER)[1] == [0, Fault.TOO_MANY_ROWS]


def test_every_fault_has_its_words() -> None:
    tested = {int(fault) for fault, _ in ROWS} | {31, 32, 33, 34, 35, 38, 39, 44, 45, 46}
    assert tested - set(range(FIRST_REFUSAL, FIRST_REFUSAL + 8)) == {int(fault) for fault in Fault}
    assert set(BATCH_FAULTS) == {int(fault) for fault in Fault} | set(
        range(FIRST_REFUSAL + 1, FIRST_REFUSAL + (1 << len(REFUSAL_BITS)))
    )
    codes = [reason.code for reason in BATCH_FAULTS.values()]
    assert len(codes) == len(set(codes)) == 54
    assert all(reason.zh and reason.en for reason in BATCH_FAULTS.values())
    assert BATCH_FAULTS[FIRST_REFUSAL + 3].code == "health.R012 health.R013"
    assert UNKNOWN_WORD < 0


def test_columns_of_another_length_or_kind_are_refused(policy: BatchPolicy) -> None:
    columns = columns_of([BEFORE, AFTER], policy.vocabulary)
    for wrong in (columns.age[:1], columns.age.astype(np.float64), columns.age.reshape(2, 1)):
        with pytest.raises(ColumnsInvalid) as refused:
            policy.settle(columns._replace(age=wrong))
        assert refused.value.params["column"] == "age"
    narrow = VisitColumns(*columns[:9], columns.tier.astype(np.int8), *columns[10:])
    assert policy.settle(narrow)[1].tolist() == [0, 0]


def test_the_columns_are_those_of_the_file_and_kinds_those_of_the_house() -> None:
    assert {column.name for column in VISIT_FILE} == set(VisitColumns._fields)
    assert {kind for kind in CareKind if is_stay(kind)} == STAYS
    assert all(find_benefit(kind, 0, 0) for kind in CareKind)
