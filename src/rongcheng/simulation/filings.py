"""Demo filings and applications (演示备案、慢特病申请), so that their pages do not start empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.foundation.people.public import get_insurance, get_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import (
    ApplicationWaits,
    DiseaseAlreadyGranted,
    Member,
    NewApplication,
    NewFiling,
    apply_for_special_disease,
    register_filing,
)
from rongcheng.web.actor import SYSTEM, Actor

OPENING = time(8)


def file_for(book: PolicyBook, psn_numbers: Iterable[str], day: date) -> None:
    """File long-term care in the metro's next city for each of these people, once."""
    pools = [pool.code for pool in book.pools() if pool.level == "city"]
    with use_clock(FixedClock(datetime.combine(day, OPENING, SHANGHAI))):
        for psn_no in psn_numbers:
            pool = get_insurance(psn_no).pool
            toward = pools[(pools.index(pool) + 1) % len(pools)]
            wanted = NewFiling(psn_no, "living", toward, day)
            register_filing(SYSTEM, wanted, source="demo", number="1")


def apply_for(
    book: PolicyBook, hospital: InstitutionInfo, psn_numbers: Iterable[str], day: date
) -> None:
    """Let a hospital send an application for the list's second disease for each, once."""
    sender = Actor(
        "machine", hospital.code, institution=hospital.code, city=hospital.city, metro=book.metro
    )
    with use_clock(FixedClock(datetime.combine(day, OPENING, SHANGHAI))):
        for psn_no in psn_numbers:
            insurance = get_insurance(psn_no)
            diseases = book.resolve(
                "health.special.diseases", at=insurance.pool, on=day, scheme=insurance.scheme
            ).value
            assert isinstance(diseases, tuple)
            member = Member(get_resident(insurance.resident_id), insurance)
            wanted = NewApplication(diseases[1].code, hospital.code, day, day)
            try:
                apply_for_special_disease(sender, member, wanted)
            except (ApplicationWaits, DiseaseAlreadyGranted):
                continue
