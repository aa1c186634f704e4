"""Keeps a comparison and its differences, and closes what later agrees (对账结果落库)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.domain.reconciliation import Difference, StatementRow
from rongcheng.services.health.models import (
    InterfaceMessage,
    Reconciliation,
    ReconciliationDifference,
)
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement, Totals
from rongcheng.services.health.types import Place

_BATCH = 1_000


def keep_run(
    place: Place,
    statement: Statement,
    asked: Asked,
    *,
    sums: tuple[Totals, Totals],
    equal_count: int,
    at: datetime,
) -> Reconciliation:
    """Keep what was compared, with both sides' sums: first the hospital's, then ours."""
    theirs, ours = sums
    return Reconciliation.objects.create(
        run_no=new_id("R"),
        metro=place.metro,
        institution_id=place.code,
        care_pool=place.pool,
        msgid=asked.msgid,
        begins_on=statement.begins_on,
        ends_on=statement.ends_on,
        clr_type=statement.clr_type,
        refunds=statement.refunds,
        sent_file=asked.sent_file,
        result_file=asked.result_file,
        stated=dict(asked.stated),
        **{f"their_{name}": value for name, value in theirs._asdict().items()},
        **{f"our_{name}": value for name, value in ours._asdict().items()},
        equal_count=equal_count,
        compared_at=at,
    )


def keep_differences(
    run: Reconciliation, found: Sequence[Difference], persons: Mapping[str, UUID]
) -> list[ReconciliationDifference]:
    """Keep every difference of a run, open until a later comparison no longer has it."""
    msgids = [one.ours.msgid for one in found if one.ours is not None]
    by_message = set(
        InterfaceMessage.objects.filter(
            institution_id=run.institution_id, msgid__in=msgids
        ).values_list("msgid", flat=True)
    )
    rows = [_difference(run, one, persons, by_message) for one in found]
    return ReconciliationDifference.objects.bulk_create(rows, batch_size=_BATCH)


def _difference(
    run: Reconciliation, one: Difference, persons: Mapping[str, UUID], by_message: set[str]
) -> ReconciliationDifference:
    row, ours = one.row, one.ours
    msgid = "" if ours is None else ours.msgid
    return ReconciliationDifference(
        run=run,
        kind=int(one.kind),
        setl_id=row.setl_id,
        mdtrt_id=row.mdtrt_id,
        psn_no=row.psn_no,
        person_id=persons.get(row.psn_no),
        refund=row.refund,
        msgid=msgid,
        by_message=msgid in by_message,
        taken_back=ours is not None and bool(ours.takes_back or ours.taken_back_by),
        altered=list(one.altered),
        noted_on=one.noted_on,
        **_amounts("their", one.theirs),
        **_amounts("our", None if ours is None else ours.row),
    )


def _amounts(side: str, row: StatementRow | None) -> dict[str, int | None]:
    names = ("total_fen", "fund_fen", "account_fen")
    return {f"{side}_{name}": None if row is None else getattr(row, name) for name in names}


def resolve(run: Reconciliation, found: Sequence[Difference]) -> int:
    """Close earlier differences of the same period that this run no longer has; return how many.

    A run judges the periods that lie within its own, of its clearing category and kind of rows.
    """
    still = {(one.row.setl_id, one.row.refund) for one in found}
    earlier = ReconciliationDifference.objects.filter(
        resolved_at__isnull=True,
        run__institution_id=run.institution_id,
        run__clr_type=run.clr_type,
        run__begins_on__gte=run.begins_on,
        run__ends_on__lte=run.ends_on,
    ).exclude(run=run)
    if run.refunds:
        earlier = earlier.filter(run__refunds=run.refunds)
    mended = [
        row_id
        for row_id, *key in earlier.values_list("id", "setl_id", "refund")
        if tuple(key) not in still
    ]
    return ReconciliationDifference.objects.filter(id__in=mended).update(
        resolved_at=run.compared_at, resolved_by=run
    )
