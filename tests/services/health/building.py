"""Builds requests and charges for tests: catalogue items of class A and C are found by class."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.public import (
    AccountUse,
    CareKind,
    Charge,
    ChargeFacts,
    SettlementRequest,
)


def item_of(book: PolicyBook, city: str, charge_class: str, on: datetime) -> str:
    """Return an unrestricted item of a class without a price cap, by code."""
    return next(
        item.code
        for item in book.catalogue(city).items(on.date())
        if item.charge_class == charge_class and not item.cap_micro and not item.restricted
    )


def charge(item: str, fen: int, serial: int = 1, at: datetime | None = None) -> Charge:
    """Return one line: one piece at a price of that many fen."""
    occurred = at or get_clock().now() - timedelta(minutes=30)
    facts = ChargeFacts(
        serial=str(serial),
        item_code=item,
        occurred_on=occurred.date(),
        price_micro=fen * 10_000,
        quantity_e4=10_000,
        amount_fen=fen,
    )
    return Charge(facts, "1", occurred, item, "")


def request(
    psn_no: str,
    charges: tuple[Charge, ...],
    request_id: str,
    *,
    kind: CareKind = CareKind.OUTPATIENT,
    disease: str = "",
    account: AccountUse = AccountUse.NONE,
) -> SettlementRequest:
    """Return a request to settle."""
    return SettlementRequest(
        psn_no=psn_no,
        kind=int(kind),
        disease_code=disease,
        charges=charges,
        account_use=int(account),
        request_id=request_id,
        request_hash=hashlib.sha256(repr((psn_no, charges)).encode()).digest(),
        batch="1",
    )
