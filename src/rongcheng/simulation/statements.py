"""A demonstration of reconciliation (对账演示): each desk's books of the day, three rows spoilt.

The hospital mends what it had altered and compares once more, so that one page shows both what is
open and what was put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.services.health.public import (
    Asked,
    Place,
    Statement,
    StatementRow,
    find_comparison,
    list_centre_rows,
    place_of_institution,
    reconcile_details,
)

OUTPATIENT = "11"
COMPARED_AT, AGAIN_AT = time(18, 30), time(19, 15)
FEWEST_ROWS = 3


def compare_day(hospital: InstitutionInfo, day: date) -> None:
    """Compare a hospital's outpatient day: one row lost, one altered, one of nobody else's.

    Once more in the evening with the altered row mended. Done once for a hospital; with too few
    rows to spoil it is left out.
    """
    place = place_of_institution(hospital)
    statement = Statement(day, day, OUTPATIENT)
    rows = [held.row for held in list_centre_rows(place, statement)]
    if len(rows) < FEWEST_ROWS:
        return
    lost, right, *others = rows
    altered = right._replace(total_fen=right.total_fen + 1_000)
    foreign = lost._replace(setl_id="S-SAMPLE-0001", mdtrt_id="V-SAMPLE-0001")
    _compare(place, statement, [altered, *others, foreign], "", COMPARED_AT)
    _compare(place, statement, [right, *others, foreign], "-2", AGAIN_AT)


def _compare(
    place: Place, statement: Statement, sent: Sequence[StatementRow], suffix: str, hour: time
) -> None:
    asked = Asked(f"DEMO-{place.code}-3202{suffix}")
    if find_comparison(place, asked.msgid) is None:
        with use_clock(FixedClock(datetime.combine(statement.begins_on, hour, SHANGHAI))):
            reconcile_details(place, statement, sent, asked)
