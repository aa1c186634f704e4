"""Decides stored settlements again, a span of them at a time (分段复核)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.rule_version import source_hash
from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.cores.reading import amounts_decided_elsewhere
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.recheck.deciding_again import decide_again, says_the_same
from rongcheng.services.health.recheck.faults import (
    DecisionFault,
    Difference,
    amount_differences,
    differences_between,
    fault,
)

_AMOUNTS = SettledAmounts._fields
_DECISION = ("rule_version", "policy_hash", "facts_sealed", "totals", "result", "reasons")
_COLUMNS = (
    "setl_id",
    "decision_id",
    "ratio_ppm",
    *(f"decision__{name}" for name in _DECISION),
    "reversed_by__decision_id",
    *_AMOUNTS,
    *(f"reversed_by__{name}" for name in _AMOUNTS),
)
UNREADABLE = (RongchengError, AssertionError, KeyError, TypeError, ValueError)
"""What a stored decision may raise that was changed behind our back: a fault, not a crash."""


class Row(NamedTuple):
    """A stored settlement with its decision, and its reversal if it was taken back."""

    setl_id: str
    decision_id: str
    ratio_ppm: int
    rule_version: str
    policy_hash: str
    facts_sealed: bytes
    totals: dict[str, Any]
    result: dict[str, Any]
    reasons: int
    reversal_decision_id: str | None
    amounts: SettledAmounts
    reversed_amounts: SettledAmounts | None

    @property
    def known(self) -> dict[str, str]:
        """Return what a fault tells of the row it was found in."""
        return {
            "setl_id": self.setl_id,
            "rule_version": self.rule_version,
            "policy_hash": self.policy_hash,
        }


class SpanChecked(NamedTuple):
    """What a span of settlements came to: how many, under which editions and rules, what faults.

    `versions` counts the decisions of each rule version.
    """

    decisions: int
    editions: frozenset[str]
    versions: dict[str, int]
    faults: tuple[DecisionFault, ...]


def check_span(low: int, high: int) -> SpanChecked:
    """Decide the settlements again whose row ids are from `low` to below `high`."""
    rows = _rows(low, high)
    elsewhere = amounts_decided_elsewhere([row.setl_id for row in rows])
    versions: dict[str, int] = {}
    faults: list[DecisionFault] = []
    for row in rows:
        versions[row.rule_version] = versions.get(row.rule_version, 0) + 1
        faults += check_row(row, elsewhere.get(row.setl_id))
    return SpanChecked(
        len(rows), frozenset(row.policy_hash for row in rows), versions, tuple(faults)
    )


def check_row(row: Row, elsewhere: SettledAmounts | None) -> Iterator[DecisionFault]:
    """Yield what does not stand about one; `elsewhere` is what a pool's own core decided."""
    try:
        facts = json.loads(get_suite().open(row.facts_sealed, row.decision_id.encode()))
        _, _, assessment = decide_again(facts, row.totals, row.policy_hash, row.result)
        now = assessment.result_json()
        parted = () if says_the_same(row.result, now) else differences_between(row.result, now)
    except UNREADABLE as error:
        yield _unreadable(row, error)
    else:
        yield from _compare(row, assessment, parted, elsewhere or assessment.amounts)
    yield from _check_reversal(row)


def _compare(
    row: Row,
    assessment: Assessment,
    parted: tuple[Difference, ...],
    decided: SettledAmounts,
) -> Iterator[DecisionFault]:
    # Reasons are told by later rules that earlier ones did not know.
    if row.rule_version == source_hash() and row.reasons != assessment.reasons:
        parted = (*parted, Difference("reasons", row.reasons, assessment.reasons))
    if parted:
        yield fault("health.V001", row.decision_id, differences=parted, **row.known)
    elif row.amounts != decided:
        found = amount_differences(row.amounts, decided)
        yield fault("health.V002", row.decision_id, differences=found, **row.known)


def _check_reversal(row: Row) -> Iterator[DecisionFault]:
    if row.reversed_amounts is None:
        return
    taken_back = SettledAmounts(*(-amount for amount in row.amounts))
    if row.reversed_amounts != taken_back:
        found = amount_differences(row.reversed_amounts, taken_back)
        yield fault("health.V003", row.decision_id, differences=found, **row.known)
    # A reversal decides nothing anew: it rests on the decision that it takes back.
    if row.reversal_decision_id != row.decision_id:
        yield fault("health.V005", row.decision_id, **row.known)


def _unreadable(row: Row, error: Exception) -> DecisionFault:
    found = fault("health.V004", row.decision_id, **row.known)
    if not isinstance(error, RongchengError):
        return found._replace(
            zh=f"{found.zh}：内容已无法识读", en=f"{found.en}: its content cannot be read"
        )
    return found._replace(
        zh=f"{found.zh}：{error.message('zh')}", en=f"{found.en}: {error.message('en')}"
    )


def _rows(low: int, high: int) -> list[Row]:
    found = (
        Settlement.objects.filter(reverses__isnull=True, id__gte=low, id__lt=high)
        .order_by("id")
        .values_list(*_COLUMNS)
    )
    return [_row_of(values) for values in found.iterator()]


def _row_of(values: tuple[Any, ...]) -> Row:
    """Return a row of the columns' values, amounts and reversed amounts standing at the end."""
    end = len(_AMOUNTS)
    head, amounts, back = values[: -2 * end], values[-2 * end : -end], values[-end:]
    setl_id, decision_id, ratio_ppm, rules, edition, sealed, totals, result, reasons, other = head
    return Row(
        setl_id,
        decision_id,
        ratio_ppm,
        rules,
        edition,
        bytes(sealed),
        totals,
        result,
        reasons,
        other,
        SettledAmounts(*amounts),
        None if back[0] is None else SettledAmounts(*back),
    )


UNPAIRED = """
select coalesce(d.id, s.decision_id), coalesce(s.setl_id, '')
  from health_decision d
  full join (select setl_id, decision_id from health_settlement where reverses_id is null) s
    on s.decision_id = d.id
 where d.id is null or s.decision_id is null
 order by 1
"""


def find_unpaired() -> Iterator[DecisionFault]:
    """Yield the decisions without a settlement and the settlements without their decision."""
    with connection.cursor() as cursor:
        cursor.execute(UNPAIRED)
        for decision_id, setl_id in cursor.fetchall():
            yield fault("health.V005", decision_id, setl_id=setl_id)
