"""Synthetic visits (模拟就诊): who goes where for what, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.kernel.money import line_amount_fen
from rongcheng.policy.book import Catalogue, CatalogueValue, PolicyBook
from rongcheng.services.health.public import (
    AccountUse,
    CareKind,
    Charge,
    ChargeFacts,
    SettlementRequest,
)

MICRO = 1_000_000
OUTPATIENT_TYPES = {"02", "03", "04", "05", "08", "09", "11"}


def affordable_items(book: PolicyBook, city: str, at: datetime) -> list[CatalogueValue]:
    """Return the items that an outpatient bill may hold on a day, by code."""
    catalogue: Catalogue = book.catalogue(city)
    return [
        item
        for item in catalogue.items(at.date())
        if item.charge_type in OUTPATIENT_TYPES and not item.restricted
    ]


def sample_charges(
    random: Random, items: Sequence[CatalogueValue], tier: str, at: datetime, count: int
) -> tuple[Charge, ...]:
    """Return that many charge lines of the moments before `at`."""
    charges = []
    for number, item in enumerate(random.sample(items, min(count, len(items))), 1):
        cap = item.cap_for(tier)
        ceiling = min(cap or 40 * MICRO, 90 * MICRO)
        price = random.randrange(ceiling // 4, ceiling + ceiling // 10) // 10_000 * 10_000
        quantity = random.choice((10_000, 10_000, 10_000, 20_000))
        occurred = at - timedelta(minutes=random.randrange(5, 90))
        facts = ChargeFacts(
            serial=str(number),
            item_code=item.code,
            occurred_on=occurred.date(),
            price_micro=price,
            quantity_e4=quantity,
            amount_fen=line_amount_fen(price, quantity),
        )
        charges.append(Charge(facts, "1", occurred, item.code, ""))
    return tuple(charges)


def sample_request(
    psn_no: str, charges: tuple[Charge, ...], request_id: str, *, own_account: bool
) -> SettlementRequest:
    """Return a request to settle, with a content hash that a repetition shares."""
    text = repr((psn_no, charges, request_id, own_account))
    return SettlementRequest(
        psn_no=psn_no,
        kind=int(CareKind.OUTPATIENT),
        disease_code="",
        charges=charges,
        account_use=int(AccountUse.OWN if own_account else AccountUse.NONE),
        request_id=request_id,
        request_hash=hashlib.sha256(text.encode()).digest(),
        batch="1",
    )


def choose_place(
    random: Random, places: Sequence[InstitutionInfo], home_city: str, share_away: int
) -> InstitutionInfo:
    """Return where somebody goes: in `share_away` of 100 cases to another member city."""
    away = random.randrange(100) < share_away
    fitting = [place for place in places if (place.city != home_city) == away]
    return random.choice(fitting or list(places))


def spread(count: int, first: datetime, last: datetime) -> list[datetime]:
    """Return that many instants, evenly over a span."""
    step = (last - first) / max(count, 1)
    return [first + step * number for number in range(count)]
