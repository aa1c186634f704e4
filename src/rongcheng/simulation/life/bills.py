"""The bills of an invented day (模拟账单): lines by the catalogue of the place, right or wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from rongcheng.kernel.money import line_amount_fen
from rongcheng.policy.book import CatalogueValue
from rongcheng.services.health.public import (
    AccountUse,
    Charge,
    ChargeFacts,
    Place,
    SettlementRequest,
)
from rongcheng.simulation.life.stage import Stage, outpatient_items, plain_items
from rongcheng.simulation.visits import sample_charges

UNKNOWN_ITEM = "X000000000000000000"
ONE = 10_000
FEN_TO_MICRO = 10_000
DEAREST_LINE_FEN = 40_000


def visit_charges(
    random: Random, stage: Stage, place: Place, at: datetime, late_days: int
) -> tuple[Charge, ...]:
    """Return an outpatient bill; a late one was run up days before, over two months if it is long.

    The second half of a late bill's lines fell on the days before the settlement.
    """
    items = outpatient_items(stage.book, place.city, at.date())
    charges = sample_charges(random, items, place.tier, at, random.randrange(2, 7))
    if not late_days:
        return charges
    early = at - timedelta(days=late_days)
    known = {item.code for item in outpatient_items(stage.book, place.city, early.date())}
    return tuple(
        _moved(charge, charge.occurred_at - timedelta(days=late_days))
        if number % 2 == 0 and charge.facts.item_code in known
        else charge
        for number, charge in enumerate(charges)
    )


def _moved(charge: Charge, at: datetime) -> Charge:
    return charge._replace(facts=replace(charge.facts, occurred_on=at.date()), occurred_at=at)


def stay_charges(
    random: Random, stage: Stage, place: Place, at: datetime, serials: str
) -> tuple[Charge, ...]:
    """Return some days' lines of a stay: of every class, and now and then a dear one."""
    shelves = plain_items(stage.book, place.city, place.tier, at.date())
    charges: list[Charge] = []
    for shelf, weight in zip(shelves, (8, 4, 1), strict=True):
        for item in _some(random, shelf, weight):
            dear = 30 if random.random() < 0.04 else 1
            fen = random.randrange(500, DEAREST_LINE_FEN) * dear
            serial = f"{serials}{len(charges) + 1}"
            moment = at - timedelta(minutes=random.randrange(5, 90))
            charges.append(_line(serial, item, fen, moment))
    return tuple(charges)


def _some(random: Random, shelf: Sequence[CatalogueValue], most: int) -> list[CatalogueValue]:
    return random.sample(shelf, min(random.randrange(1, most + 1), len(shelf)))


def _line(serial: str, item: CatalogueValue, amount_fen: int, at: datetime) -> Charge:
    price = amount_fen * FEN_TO_MICRO
    facts = ChargeFacts(
        serial=serial,
        item_code=item.code,
        occurred_on=at.date(),
        price_micro=price,
        quantity_e4=ONE,
        amount_fen=line_amount_fen(price, ONE),
    )
    return Charge(facts, "1", at, item.code, "")


def with_wrong_amount(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Return the bill with one line a yuan too dear for its price and quantity."""
    first, *rest = charges
    facts = replace(first.facts, amount_fen=first.facts.amount_fen + 100)
    return (first._replace(facts=facts), *rest)


def with_unknown_item(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Return the bill with an item that no catalogue holds."""
    first, *rest = charges
    return (first._replace(facts=replace(first.facts, item_code=UNKNOWN_ITEM)), *rest)


def doubled(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Return the wrong bill of a tired clerk: its first line twice."""
    first, *rest = charges
    again = first._replace(facts=replace(first.facts, serial=f"{len(charges) + 1}"))
    return (first, *rest, again)


def request_for(
    psn_no: str,
    kind: int,
    charges: tuple[Charge, ...],
    request_id: str,
    *,
    disease: str = "",
    account_use: int = int(AccountUse.NONE),
    stated_total_fen: int | None = None,
) -> SettlementRequest:
    """Return a request to settle; its hash is that of its content, so a retry has the same."""
    text = repr((psn_no, kind, charges, request_id, disease, account_use, stated_total_fen))
    return SettlementRequest(
        psn_no=psn_no,
        kind=kind,
        disease_code=disease,
        charges=charges,
        account_use=account_use,
        request_id=request_id,
        request_hash=hashlib.sha256(text.encode()).digest(),
        stated_total_fen=stated_total_fen,
        batch="1",
    )


def total_of(charges: tuple[Charge, ...]) -> int:
    """Return the sum of a bill's lines, in fen."""
    return sum(charge.facts.amount_fen for charge in charges)


def month_end(day: date) -> bool:
    """Say whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1
