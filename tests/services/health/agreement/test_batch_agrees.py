"""Counter = compiled = batch: histories over years, every benefit, reversals, stays, months."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.rules import BatchPolicy
from tests.services.health.agreement.histories import History, histories_of, joined
from tests.services.health.agreement.records import columns_of
from tests.services.health.cases.books import book_of

METROS = ("changzhutan", "chengdemeizi")
LINES = HealthReason.LINE_CLASS_C | HealthReason.LINE_APPROVAL_MISSING
LINES |= HealthReason.LINE_APPROVAL_REFUSED | HealthReason.LINE_OVER_LIMIT
LINES |= HealthReason.LINE_PREPAID
REFUSALS = HealthReason.NOT_INSURED_NOW | HealthReason.FILING_MISSING
REFUSALS |= HealthReason.DISEASE_NOT_GRANTED


def differences(policy: BatchPolicy, history: History) -> list[tuple[object, ...]]:
    """Return each row whose result or fault is not the counter's."""
    results, faults = policy.settle(columns_of(history.records, policy.vocabulary))
    rows = zip(*(column.tolist() for column in results), strict=True)
    return [
        (record, wanted, row, fault, wanted_fault)
        for record, wanted, row, fault, wanted_fault in zip(
            history.records, history.rows, rows, faults.tolist(), history.faults, strict=True
        )
        if row != wanted or fault != wanted_fault
    ]


def told(histories: Sequence[History]) -> int:
    """Return all reasons that were told."""
    mask = 0
    for history in histories:
        for row in history.rows:
            mask |= row[13]
    return mask


@pytest.fixture(scope="module")
def policy() -> BatchPolicy:
    """Return the policy of both metros."""
    return BatchPolicy([book_of(metro) for metro in METROS])


def test_a_batch_comes_to_what_the_counter_comes_to(policy: BatchPolicy) -> None:
    histories = histories_of([book_of(metro) for metro in METROS], seed=20261125, visits=3_000)
    whole = joined(histories)
    assert differences(policy, whole) == []
    assert policy.settle(columns_of([], policy.vocabulary))[1].tolist() == []
    # Settled, refused for each reason, and without a policy value.
    assert {0, 40, 65, 66, 68} <= set(whole.faults)
    assert sum(record.reverses > 0 for record in whole.records) > 150
    missing = {reason.name for reason in HealthReason if not told(histories) & reason}
    missing -= {reason.name for reason in HealthReason if (LINES | REFUSALS) & reason}
    assert missing <= {"SECOND_LAYER_CAP_REACHED", "ASSISTANCE_CAP_REACHED"}
    assert "health.outpatient.ratio" in policy.asked_keys
    assert "health.catalogue.class_b_prepay" not in policy.asked_keys


def test_threads_that_ask_for_terms_at_once_come_to_the_same() -> None:
    books = [book_of(metro) for metro in METROS]
    fresh = BatchPolicy(books)
    first = fresh._tables
    parts = [joined(histories_of(books, seed=seed, visits=600)) for seed in (11, 12, 13, 14)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda part: differences(fresh, part), parts))
    assert found == [[], [], [], []]
    # The tables have grown on the way, and what a reader held at the start is as it was.
    assert fresh.terms > len(first.terms)
    assert not first.slots.any()


def test_the_same_loop_uncompiled_comes_to_the_same() -> None:
    books = [book_of(metro) for metro in METROS]
    plain = BatchPolicy(books, compiled=False)
    assert differences(plain, joined(histories_of(books, seed=7, visits=300))) == []


@pytest.mark.soak
def test_a_hundred_thousand_visits_agree(policy: BatchPolicy) -> None:
    histories = histories_of([book_of(metro) for metro in METROS], seed=1, visits=100_000)
    assert differences(policy, joined(histories)) == []
    missing = {reason.name for reason in HealthReason if not told(histories) & reason}
    assert missing == {reason.name for reason in HealthReason if (LINES | REFUSALS) & reason}


@given(seed=integers(0, 10**6))
@settings(max_examples=5, deadline=None, derandomize=True)
def test_chunks_and_the_order_of_persons_change_nothing(policy: BatchPolicy, seed: int) -> None:
    histories = histories_of([book_of(metro) for metro in METROS], seed=seed, visits=80)
    for history in histories:
        assert differences(policy, history) == []
    numbered = [
        history._replace(
            records=[replace(record, person=1_000 - place) for record in history.records]
        )
        for place, history in enumerate(histories)
    ]
    assert differences(policy, joined(list(reversed(numbered)))) == []


@given(seed=integers(0, 10**6))
@settings(max_examples=5, deadline=None, derandomize=True)
def test_no_payment_exceeds_the_bill_and_money_is_whole(policy: BatchPolicy, seed: int) -> None:
    histories = histories_of([book_of(metro) for metro in METROS], seed=seed, visits=80)
    history = joined(histories)
    columns = columns_of(history.records, policy.vocabulary)
    results, faults = policy.settle(columns)
    paid = (faults == 0) & (columns.reverses == 0)
    for name in results._fields[:12]:
        assert (getattr(results, name)[paid] >= 0).all(), name
    assert (results.person_fen == results.account_fen + results.cash_fen).all()
    assert (results.aid_fen <= results.account_fen)[paid].all()
    # The rows of a bill share one number; together they are the whole bill.
    _, bill = np.unique(columns.visit[paid], return_inverse=True)
    whole = np.bincount(bill, columns.total_fen[paid])
    shares = np.bincount(bill, (results.fund_fen + results.person_fen)[paid])
    assert (whole == shares).all()
    assert (np.bincount(bill, results.fund_fen[paid]) <= whole).all()
