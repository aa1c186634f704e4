"""Works on an upgraded database, in a process of its own: retry, reversal, a new settlement."""

from __future__ import annotations

import json

import django

django.setup()

from rongcheng.foundation.institutions.public import get_institution  # noqa: E402
from rongcheng.foundation.ledger.public import balance, verify_ledger  # noqa: E402
from rongcheng.foundation.outbox.public import drain  # noqa: E402
from rongcheng.services.health.models import (  # noqa: E402
    InstitutionTally,
    MonthTotals,
    Settlement,
    YearTotals,
)
from rongcheng.services.health.public import (  # noqa: E402
    SettlementRequest,
    place_of_institution,
    reverse_settlement,
    verify_decisions,
)
from rongcheng.services.health.settling.requests import earlier_settlement  # noqa: E402
from rongcheng.web.actor import SYSTEM  # noqa: E402


def main() -> None:
    """Print what came of it as JSON."""
    row = Settlement.objects.get(request_id="OLD-SPECIAL")
    place = place_of_institution(get_institution(row.institution_id))
    asked = SettlementRequest(
        row.psn_no, 14, row.visit.disease_code, (), 0, row.request_id, bytes(row.request_hash)
    )
    again = earlier_settlement(place, asked)
    assert again is not None
    back = asked._replace(request_id="NEW-BACK")
    undone = reverse_settlement(place, row.setl_id, row.visit.mdtrt_id, back, SYSTEM, trace_id="t")
    # What the demonstration settled on top is still in the outbox: no worker runs here.
    while drain():
        pass
    totals = YearTotals.objects.get(psn_no=row.psn_no, year=row.year)
    months = MonthTotals.objects.filter(psn_no=row.psn_no)
    clearing = f"clearing:{row.insured_pool}:{row.care_pool}"
    found = {
        "replayed": again.replayed,
        "fund": again.amounts.fund_fen,
        "back": undone.amounts.fund_fen,
        "basic": totals.basic_fen,
        "months": sum(month.special_fen for month in months),
        "claims_by_fund": balance(f"{clearing}:310100") + balance(f"{clearing}:390100"),
        "ledger": len(verify_ledger()),
        "decisions": len(list(verify_decisions())),
        "settlements": Settlement.objects.count(),
        "tallied": sum(tally.cross_city for tally in InstitutionTally.objects.all()),
        "crossing": sum(
            1 if crossing.reverses_id is None else -1
            for crossing in Settlement.objects.filter(cross_city=True)
        ),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
