"""A demonstration of reconciliation (对账演示): each desk's books of the day, three rows spoilt."""

from __future__ import annotations

from datetime import date, datetime, time

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.services.health.public import (
    Asked,
    Statement,
    find_comparison,
    list_centre_rows,
    place_of_institution,
    reconcile_details,
)

OUTPATIENT = "11"
COMPARED_AT = time(18, 30)
FEWEST_ROWS = 3


def compare_day(hospital: InstitutionInfo, day: date) -> None:
    """Compare a hospital's outpatient day: one row lost, one altered, one of nobody else's.

    Done once for a hospital; with too few rows to spoil it is left out.
    """
    place = place_of_institution(hospital)
    asked = Asked(f"DEMO-{place.code}-3202")
    statement = Statement(day, day, OUTPATIENT)
    rows = [held.row for held in list_centre_rows(place, statement)]
    if len(rows) < FEWEST_ROWS or find_comparison(place, asked.msgid) is not None:
        return
    lost, altered, *others = rows
    sent = [
        altered._replace(total_fen=altered.total_fen + 1_000),
        *others,
        lost._replace(setl_id="S-SAMPLE-0001", mdtrt_id="V-SAMPLE-0001"),
    ]
    with use_clock(FixedClock(datetime.combine(day, COMPARED_AT, SHANGHAI))):
        reconcile_details(place, statement, sent, asked)
