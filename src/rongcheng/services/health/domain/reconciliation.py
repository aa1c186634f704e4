"""Where a hospital's books and the centre's part ways (对账): each row named once, never guessed.

Rows × rows → differences. Nothing is raised and nothing is mended here: a difference is data, and
each kind has one way back to agreement. Source: transaction 3202 of the interface V1.1.27.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple


class StatementRow(NamedTuple):
    """One row of a statement (对账行), amounts in fen; a refund is a row of its own, negative."""

    setl_id: str
    mdtrt_id: str
    psn_no: str
    total_fen: int
    fund_fen: int
    account_fen: int
    refund: bool


class CentreRow(NamedTuple):
    """A row as the centre holds it: by which message it came, and what it takes back or was by."""

    row: StatementRow
    msgid: str
    takes_back: str = ""
    taken_back_by: str = ""


class DifferenceKind(IntEnum):
    """What is wrong with a row (差异类型).

    REFUND_MISSING and SETTLEMENT_MISSING: of a refunded settlement the hospital has one row of two.
    CANCELLED: the hospital lists what 2601 cancelled. ELSEWHERE: the centre has it in another
    period or clearing category.
    """

    ALTERED = 1
    ONLY_HOSPITAL = 2
    ONLY_CENTRE = 3
    REFUND_MISSING = 4
    SETTLEMENT_MISSING = 5
    REPEATED = 6
    CANCELLED = 7
    ELSEWHERE = 8


class Difference(NamedTuple):
    """One row that does not agree: what each side has, and which columns differ."""

    kind: DifferenceKind
    theirs: StatementRow | None
    ours: CentreRow | None
    altered: tuple[str, ...] = ()
    noted_on: date | None = None

    @property
    def row(self) -> StatementRow:
        """Return the row to show: the hospital's where it has one, else the centre's."""
        if self.theirs is not None:
            return self.theirs
        assert self.ours is not None
        return self.ours.row


class Comparison(NamedTuple):
    """What agrees, and what does not, both in a fixed order."""

    equal: tuple[CentreRow, ...]
    differences: tuple[Difference, ...]


Key = tuple[str, bool]
COMPARED = ("mdtrt_id", "psn_no", "total_fen", "fund_fen", "account_fen")


def compare_statements(theirs: Iterable[StatementRow], ours: Sequence[CentreRow]) -> Comparison:
    """Compare the hospital's rows with the centre's, whatever their order (对明细账).

    A refund row may name the refund's own number or that of the settlement it takes back: systems
    do either. Of rows that name the same settlement one is compared, the others are repetitions.

    >>> paid = StatementRow("S1", "V1", "P1", 10_000, 6_000, 0, False)
    >>> compare_statements([paid], [CentreRow(paid, "M1")]).differences
    ()
    >>> found = compare_statements([paid._replace(fund_fen=6_500)], [CentreRow(paid, "M1")])
    >>> [(one.kind.name, one.altered) for one in found.differences]
    [('ALTERED', ('fund_fen',))]
    """
    centre = {(held.row.setl_id, held.row.refund): held for held in ours}
    refunds = {(held.takes_back, True): key for key, held in centre.items() if held.takes_back}
    claims: dict[Key, list[StatementRow]] = defaultdict(list)
    found: list[Difference] = []
    for row in theirs:
        key = (row.setl_id, row.refund)
        known = key if key in centre else refunds.get(key)
        if known is None:
            found.append(Difference(DifferenceKind.ONLY_HOSPITAL, row, None))
        else:
            claims[known].append(row)
    equal: list[CentreRow] = []
    for key, held in centre.items():
        if key not in claims:
            found.append(Difference(_missing_kind(held, centre, claims), None, held))
            continue
        first, *others = sorted(claims[key], key=lambda row: (bool(_altered(row, held)), row))
        if altered := _altered(first, held):
            found.append(Difference(DifferenceKind.ALTERED, first, held, altered))
        else:
            equal.append(held)
        found += [Difference(DifferenceKind.REPEATED, row, held) for row in others]
    return Comparison(tuple(sorted(equal)), tuple(sorted(found, key=_order)))


def _altered(row: StatementRow, held: CentreRow) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(row, name) != getattr(held.row, name))


def _missing_kind(
    held: CentreRow, centre: Mapping[Key, CentreRow], claims: Collection[Key]
) -> DifferenceKind:
    if held.row.refund:
        original = (held.takes_back, False)
        # A settlement of an earlier period was stated then: only its refund is missing now.
        known = original in claims or original not in centre
        return DifferenceKind.REFUND_MISSING if known else DifferenceKind.ONLY_CENTRE
    if held.taken_back_by and (held.taken_back_by, True) in claims:
        return DifferenceKind.SETTLEMENT_MISSING
    return DifferenceKind.ONLY_CENTRE


def _order(found: Difference) -> tuple[int, StatementRow]:
    return found.kind, found.row


def place_elsewhere(
    differences: Iterable[Difference],
    *,
    cancelled: Mapping[Key, date],
    elsewhere: Mapping[Key, date],
) -> tuple[Difference, ...]:
    """Say of rows that only the hospital states where the centre has them (另有去处).

    `cancelled` and `elsewhere` give, by settlement number and whether it is a refund, the day of
    the reversal by 2601 and the day under which the centre counts the row.
    """
    placed = []
    for found in differences:
        one = found
        key = (one.row.setl_id, one.row.refund)
        if one.kind is DifferenceKind.ONLY_HOSPITAL and key in cancelled:
            one = one._replace(kind=DifferenceKind.CANCELLED, noted_on=cancelled[key])
        elif one.kind is DifferenceKind.ONLY_HOSPITAL and key in elsewhere:
            one = one._replace(kind=DifferenceKind.ELSEWHERE, noted_on=elsewhere[key])
        placed.append(one)
    return tuple(sorted(placed, key=_order))
