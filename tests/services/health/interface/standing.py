"""Settlements of a stay put into the books by hand (手工入账), for what comes after them.

What a settlement comes to is for the rule to say; these tests ask what follows from one that
stands, so its amounts are written down here: 600.00 of 1,000.00 from the fund.
"""

from __future__ import annotations

from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine, Decision, Settlement, Visit
from tests.services.health.conftest import METRO
from tests.services.health.interface.inpatient import Inpatient

TOTAL, DEDUCTIBLE, FUND, CASH = 100_000, 30_000, 60_000, 40_000


def settle_by_hand(stay: Inpatient, *, final: bool = False) -> str:
    """Settle the unsettled lines of a Changsha employee's stay, which must come to 1,000.00."""
    now, setl_id, code = get_clock().now(), new_id("S"), stay.hospital.place.code
    row = Visit.objects.get(mdtrt_id=stay.mdtrt_id)
    lines = ChargeLine.objects.filter(visit=row, settlement__isnull=True)
    assert sum(line.amount_fen for line in lines) == TOTAL
    entry = _post(stay, setl_id)
    decision = Decision.objects.create(
        id=new_id("D"),
        kind="health.inpatient",
        rule_version="",
        policy_hash="",
        decided_at=now,
        facts_sealed=b"",
        totals={},
        result={"months": [], "entitlement": 0},
        reasons=0,
    )
    settlement = Settlement.objects.create(
        setl_id=setl_id,
        visit=row,
        metro=METRO,
        psn_no=row.psn_no,
        person_id=row.person_id,
        institution_id=code,
        care_pool=stay.hospital.place.pool,
        insured_pool=stay.hospital.place.pool,
        insutype="310",
        med_type=row.med_type,
        fund_type="310100",
        cross_city=False,
        settled_at=now,
        year=now.year,
        total_fen=TOTAL,
        self_paid_fen=0,
        over_limit_fen=0,
        prepaid_fen=0,
        in_scope_fen=TOTAL,
        deductible_fen=DEDUCTIBLE,
        pool_fen=FUND,
        own_share_fen=TOTAL - DEDUCTIBLE - FUND,
        fund_fen=FUND,
        hospital_fen=0,
        person_fen=CASH,
        account_fen=0,
        aid_fen=0,
        cash_fen=CASH,
        ratio_ppm=850_000,
        balance_fen=0,
        request_id=setl_id,
        request_hash=b"",
        entry_id=entry,
        decision=decision,
    )
    lines.update(settlement=settlement)
    if final:
        row.state = int(StayState.SETTLED)
        row.save(update_fields=["state"])
    return setl_id


def _post(stay: Inpatient, setl_id: str) -> int:
    """Post the entry of such a settlement and return its id."""
    pool, code = stay.hospital.place.pool, stay.hospital.place.code
    return post_entry(
        key=f"health:{setl_id}",
        metro=METRO,
        kind="health.settlement",
        reference=setl_id,
        occurred_at=get_clock().now(),
        postings=[
            PostingLine(f"fund:{pool}:310100", -FUND),
            PostingLine(f"hospital:{code}:fund", FUND),
            PostingLine(f"cash:{code}", -CASH),
            PostingLine(f"hospital:{code}:cash", CASH),
        ],
    )
