"""Takes up charge lines (费用上传) for visits and stays alike: checked, split, each serial once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import format_datetime
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.bills import LineOutcome, split_lines
from rongcheng.services.health.deciding import check_charges
from rongcheng.services.health.errors import SerialRepeated, TooLate
from rongcheng.services.health.models import ChargeLine, Visit
from rongcheng.services.health.types import Charge, Place

ONCE_PER_VISIT = "line_once_per_visit"


def split_charges(place: Place, charges: tuple[Charge, ...]) -> tuple[LineOutcome, ...]:
    """Return each line with its split by the catalogue of the place of care, or refuse them all."""
    check_charges(charges)
    now = get_clock().now()
    for charge in charges:
        if charge.occurred_at > now:
            raise TooLate(serial=charge.facts.serial, at=format_datetime(charge.occurred_at))
    book = current_book(place.metro)
    return split_lines(tuple(c.facts for c in charges), book, place.city, place.tier)


@contextmanager
def serials_once(charges: tuple[Charge, ...]) -> Iterator[None]:
    """Turn the database's word that a serial is taken into a fault that names it."""
    try:
        yield
    except IntegrityError as clash:
        if ONCE_PER_VISIT not in str(clash):
            raise
        raise SerialRepeated(serial="、".join(c.facts.serial for c in charges)[:60]) from clash


def line_rows(
    visit: Visit, charges: tuple[Charge, ...], outcomes: tuple[LineOutcome, ...]
) -> list[ChargeLine]:
    """Return charge lines as rows of a visit, not yet stored."""
    return [
        _line_row(visit, charge, outcome) for charge, outcome in zip(charges, outcomes, strict=True)
    ]


def _line_row(visit: Visit, charge: Charge, outcome: LineOutcome) -> ChargeLine:
    facts, terms, split = charge.facts, outcome.policy.terms, outcome.split
    return ChargeLine(
        visit=visit,
        serial=facts.serial,
        batch=charge.batch,
        occurred_at=charge.occurred_at,
        item_code=facts.item_code,
        item_name=outcome.policy.title["zh"],
        own_code=charge.own_code,
        disease_code=charge.disease_code,
        price_micro=facts.price_micro,
        quantity_e4=facts.quantity_e4,
        amount_fen=facts.amount_fen,
        approval=facts.approval,
        charge_class=terms.charge_class,
        cap_micro=terms.cap_micro,
        prepay_ppm=terms.prepay_ppm,
        restricted=terms.restricted,
        self_paid_fen=split.self_paid_fen,
        over_limit_fen=split.over_limit_fen,
        prepaid_fen=split.prepaid_fen,
        in_scope_fen=split.in_scope_fen,
    )
