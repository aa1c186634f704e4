"""Plays a stay by the health room's own actions (住院演示): admit, charge, discharge, settle."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import line_amount_fen
from rongcheng.policy.book import CatalogueValue, PolicyBook
from rongcheng.services.health.public import (
    AccountUse,
    Admission,
    Charge,
    ChargeFacts,
    Settled,
    SettlementRequest,
    StayCharge,
    Told,
    add_stay_charges,
    admit_patient,
    discharge_patient,
    find_by_request,
    place_of_institution,
    settle_stay,
)
from rongcheng.web.actor import Actor

FEN_TO_MICRO = 10_000
ONE = 10_000
TENTH = 100_000


class Bill(NamedTuple):
    """A bill by classes, in fen: wholly in scope, with a tenth paid first, wholly self-paid."""

    class_a: int = 0
    class_b: int = 0
    class_c: int = 0


class StayPlan(NamedTuple):
    """A stay to play: who, what kind, from when to when, how it began, and its bill."""

    psn_no: str
    person_id: UUID
    kind: int
    begun_at: datetime
    ended_at: datetime
    bill: Bill
    request_id: str
    told: Told = Told(admission_type="1")


def charges_of(
    book: PolicyBook, place: InstitutionInfo, bill: Bill, at: datetime
) -> tuple[Charge, ...]:
    """Return a bill's lines: for each class the first item without price cap or restriction."""
    found = []
    for number, (word, amount) in enumerate(zip("ABC", bill, strict=True), 1):
        if amount:
            item = _item(book, place, word, at)
            found.append(_charge(str(number), item, amount, at))
    return tuple(found)


def _item(book: PolicyBook, place: InstitutionInfo, word: str, at: datetime) -> CatalogueValue:
    fitting = [
        item
        for item in book.catalogue(place.city).items(at.date())
        if item.charge_class == word and not item.restricted and item.cap_for(place.tier) is None
    ]
    # A class B item with the usual tenth, where there is one, so that sums are easy to follow.
    fitting.sort(key=lambda item: (word == "B" and item.prepay_ppm != TENTH, item.code))
    return fitting[0]


def _charge(serial: str, item: CatalogueValue, amount_fen: int, at: datetime) -> Charge:
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


def request_of(
    psn_no: str,
    kind: int,
    charges: tuple[Charge, ...],
    request_id: str,
    *,
    account_use: AccountUse = AccountUse.NONE,
    disease_code: str = "",
) -> SettlementRequest:
    """Return a request to settle, with a content hash that a repetition shares."""
    text = repr((psn_no, kind, charges, request_id, disease_code))
    return SettlementRequest(
        psn_no=psn_no,
        kind=kind,
        disease_code=disease_code,
        charges=charges,
        account_use=int(account_use),
        request_id=request_id,
        request_hash=hashlib.sha256(text.encode()).digest(),
        batch="1",
    )


def play_stay(book: PolicyBook, hospital: InstitutionInfo, plan: StayPlan, actor: Actor) -> Settled:
    """Admit, charge, discharge and settle now; the same request id is the same settlement."""
    place = place_of_institution(hospital)
    earlier = find_by_request(place.code, plan.request_id)
    if earlier is not None:
        return earlier
    at = plan.begun_at + timedelta(hours=2)
    charges = charges_of(book, hospital, plan.bill, at)
    with transaction.atomic():
        mdtrt_id = admit_patient(
            place,
            plan.psn_no,
            plan.person_id,
            Admission(str(plan.kind), plan.request_id[:30], "样例科", "", plan.begun_at),
            told=plan.told,
            diagnoses=[],
        ).mdtrt_id
        lines = tuple(StayCharge(charge, "", True) for charge in charges)
        add_stay_charges(place, mdtrt_id, plan.psn_no, lines, med_type=str(plan.kind))
        discharge_patient(place, mdtrt_id, plan.psn_no, plan.ended_at, told=Told(), diagnoses=[])
    return settle_stay(
        place,
        mdtrt_id,
        request_of(plan.psn_no, plan.kind, charges, plan.request_id),
        actor,
        stated={"medfee_sumamt": sum(plan.bill)},
        interim=False,
        trace_id="demo",
    )


def days_ago(days: int) -> datetime:
    """Return the same time some days ago."""
    return get_clock().now() - timedelta(days=days)
