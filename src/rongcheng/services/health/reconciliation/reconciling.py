"""Compares a hospital's statement with what was settled here (对账): totals, then row by row.

A period is of whole days in China Standard Time, by the settlement time that the hospital was
answered. A settlement counts positive on its day, its reversal negative on its own day; what 2601
cancelled counts on neither, since the hospital never held it (ADR 0021).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.services.health.domain.reconciliation import (
    CentreRow,
    Difference,
    DifferenceKind,
    Key,
    StatementRow,
    compare_statements,
    place_elsewhere,
)
from rongcheng.services.health.errors import PeriodWrong
from rongcheng.services.health.models import (
    CancelledMessage,
    Reconciliation,
    ReconciliationDifference,
    Settlement,
)
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement, Totals
from rongcheng.services.health.reconciliation.storing import keep_differences, keep_run, resolve
from rongcheng.services.health.types import Place, med_types_of

MOST_DAYS = 366
"""A statement of a whole year may be compared; longer ones only ask for it by mistake."""

ONLY_SETTLEMENTS = "0"


class Compared(NamedTuple):
    """A comparison as it is kept, with the rows that agreed and whom all the rows are about."""

    run: Reconciliation
    equal: tuple[CentreRow, ...]
    differences: tuple[ReconciliationDifference, ...]
    persons: tuple[UUID, ...]


def counted_settlements(place: Place, statement: Statement) -> QuerySet[Settlement]:
    """Return the institution's settlements and reversals that a statement is about."""
    begins, ends = statement.begins_on, statement.ends_on
    if ends < begins or (ends - begins).days >= MOST_DAYS:
        raise PeriodWrong(begins=begins.isoformat(), ends=ends.isoformat(), days=MOST_DAYS)
    start = datetime.combine(begins, time.min, tzinfo=SHANGHAI)
    end = datetime.combine(ends, time.min, tzinfo=SHANGHAI) + timedelta(days=1)
    kinds = med_types_of(statement.clr_type)
    rows = Settlement.objects.filter(
        institution_id=place.code, settled_at__gte=start, settled_at__lt=end, med_type__in=kinds
    )
    if statement.insutype:
        rows = rows.filter(insutype=statement.insutype)
    if statement.refunds:
        rows = rows.filter(reverses__isnull=statement.refunds == ONLY_SETTLEMENTS)
    return rows.exclude(_is_cancelled("request_id")).exclude(_is_cancelled("reverses__request_id"))


def _is_cancelled(request_id: str) -> Exists:
    """Say of a settlement, or of one that it takes back, that 2601 made its reversal."""
    found = CancelledMessage.objects.filter(
        institution_id=OuterRef("institution_id"), msgid=OuterRef(request_id)
    )
    return Exists(found.exclude(reversal_id=""))


def sum_settlements(place: Place, statement: Statement) -> Totals:
    """Return count and sums of what was settled here, refunds with their negative amounts."""
    rows = counted_settlements(place, statement)
    found = rows.aggregate(
        total=Sum("total_fen", default=0),
        fund=Sum("fund_fen", default=0),
        account=Sum("account_fen", default=0),
    )
    return Totals(rows.count(), *(int(found[name]) for name in ("total", "fund", "account")))


def list_centre_rows(place: Place, statement: Statement) -> list[CentreRow]:
    """Return the centre's rows of a statement, in the order of their settlement."""
    rows = counted_settlements(place, statement).order_by("settled_at", "id")
    return [_centre_row(row) for row in rows.select_related("visit", "reverses", "reversed_by")]


def _centre_row(row: Settlement) -> CentreRow:
    refund = row.reverses is not None
    taken_back_by = row.reversed_by.setl_id if hasattr(row, "reversed_by") else ""
    return CentreRow(
        StatementRow(
            row.setl_id,
            row.visit.mdtrt_id,
            row.psn_no,
            row.total_fen,
            row.fund_fen,
            row.account_fen,
            refund,
        ),
        row.request_id,
        row.reverses.setl_id if row.reverses is not None else "",
        taken_back_by,
    )


def reconcile_details(
    place: Place, statement: Statement, theirs: Sequence[StatementRow], asked: Asked
) -> Compared:
    """Compare row by row, keep every difference, and close those that are mended (对明细账)."""
    at = get_clock().now()
    with transaction.atomic():
        ours = list_centre_rows(place, statement)
        compared = compare_statements(theirs, ours)
        found = _placed(place, compared.differences)
        persons = _persons_of(place, [*theirs, *(held.row for held in ours)])
        run = keep_run(
            place,
            statement,
            asked,
            sums=(sum_rows(theirs), sum_rows(held.row for held in ours)),
            equal_count=len(compared.equal),
            at=at,
        )
        kept = keep_differences(run, found, persons)
        resolve(run, found)
    return Compared(run, compared.equal, tuple(kept), tuple(sorted(set(persons.values()))))


def find_comparison(place: Place, msgid: str) -> Reconciliation | None:
    """Return the comparison that a message of this institution made, or None."""
    return Reconciliation.objects.filter(institution_id=place.code, msgid=msgid).first()


def sum_rows(rows: Iterable[StatementRow]) -> Totals:
    """Return count and sums of rows, in fen."""
    listed = list(rows)
    return Totals(
        len(listed),
        sum(row.total_fen for row in listed),
        sum(row.fund_fen for row in listed),
        sum(row.account_fen for row in listed),
    )


def _placed(place: Place, differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """Look up where the centre has what only the hospital lists in this statement."""
    lonely = [d.row.setl_id for d in differences if d.kind is DifferenceKind.ONLY_HOSPITAL]
    if not lonely:
        return tuple(differences)
    rows = Settlement.objects.filter(institution_id=place.code, setl_id__in=lonely)
    rows = rows.select_related("reversed_by").annotate(
        lost=_is_cancelled("request_id"), lost_too=_is_cancelled("reverses__request_id")
    )
    cancelled: dict[Key, date] = {}
    elsewhere: dict[Key, date] = {}
    for row in rows:
        back = row.reversed_by if hasattr(row, "reversed_by") else None
        days = cancelled if row.lost or row.lost_too else elsewhere
        days[(row.setl_id, row.reverses_id is not None)] = _day(row.settled_at)
        if back is not None:
            # A refund may be listed under the number of the settlement that it takes back.
            days[(row.setl_id, True)] = _day(back.settled_at)
    return place_elsewhere(differences, cancelled=cancelled, elsewhere=elsewhere)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def _persons_of(place: Place, rows: Iterable[StatementRow]) -> Mapping[str, UUID]:
    """Return whom this institution's rows are about, by person number."""
    numbers = {row.psn_no for row in rows}
    found = Settlement.objects.filter(institution_id=place.code, psn_no__in=numbers)
    return dict(found.order_by().values_list("psn_no", "person_id").distinct())
