"""Lawful delayed disclosure (推迟告知): a record is told later, never not at all.

The office orders it with ground, document, reason and last day; it counts once a second officer
has confirmed it, ends by itself and may be lifted before. No delay is longer than the limit in
`purposes.yaml`, counted from the look itself, so a chain of delays ends too. Each act leaves an
access record of its own, which the resident sees when the delay is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.clear_words import check_words
from rongcheng.foundation.access.errors import WithholdingInvalid, WithholdingUnknown
from rongcheng.foundation.access.models import AccessRecord, Withholding, WithholdingAct
from rongcheng.foundation.access.purposes import limits, withholding_bases
from rongcheng.foundation.access.verify_orders import act_reference, order_reference
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.web.actor import Actor

MOST_WORDS = 300


class WithholdingOrder(NamedTuple):
    """What an officer orders: which record, until when, on which ground, by which document."""

    record: int
    until: date
    basis: str
    document: str
    reason: str


def order_withholding(actor: Actor, wanted: WithholdingOrder, *, token: str) -> Withholding:
    """Order that a record is told later (提出推迟告知), once for each token.

    Only the office of the metro that the record belongs to may. Raises WithholdingInvalid.
    """
    record = _record_of(actor, wanted.record)
    _check(wanted, record)
    check_words(wanted.document, wanted.reason)
    with transaction.atomic():
        order, is_new = Withholding.objects.get_or_create(
            token=f"{actor.id}:{token}",
            defaults={
                "record": record,
                "metro": actor.metro,
                "until": wanted.until,
                "basis": wanted.basis,
                "document": wanted.document.strip(),
                "reason": wanted.reason.strip(),
                "ordered_by": actor.id,
                "ordered_label": actor.label,
                "ordered_at": get_clock().now(),
            },
        )
        if is_new:
            _leave_record(actor, order, order_reference(order))
    return order


def confirm_withholding(actor: Actor, number: int) -> None:
    """Confirm another officer's order (复核); the same again changes nothing."""
    order = _order_of(actor, number)
    if order.ordered_by == actor.id:
        raise WithholdingInvalid(
            why_zh="提出人不能自己复核", why_en="whoever ordered it cannot confirm it"
        )
    _act(actor, order, "confirm")


def lift_withholding(actor: Actor, number: int) -> None:
    """End a delay before its last day (提前解除); the same again changes nothing."""
    _act(actor, _order_of(actor, number), "lift")


def list_withholdings(actor: Actor) -> list[Withholding]:
    """Return the delays of the officer's metro, newest first, with their acts."""
    rows = Withholding.objects.filter(metro=actor.metro).order_by("-id")
    return list(rows.select_related("record").prefetch_related("acts"))


def state_of(order: Withholding) -> str:
    """Return how a delay stands: proposed, in_force, lifted or over."""
    acts = {act.act for act in order.acts.all()}  # type: ignore[attr-defined]
    if "lift" in acts:
        return "lifted"
    if order.until < get_clock().today():
        return "over"
    return "in_force" if "confirm" in acts else "proposed"


def past_withholdings(records: list[int]) -> Mapping[int, Withholding]:
    """Return the confirmed delays of records that may be told of now, for their owners to see."""
    rows = Withholding.objects.filter(record_id__in=records, acts__act="confirm").order_by("id")
    return {row.record_id: row for row in rows}


def _act(actor: Actor, order: Withholding, act: str) -> None:
    with transaction.atomic():
        made, is_new = WithholdingAct.objects.get_or_create(
            withholding=order,
            act=act,
            defaults={"by_id": actor.id, "by_label": actor.label, "at": get_clock().now()},
        )
        if is_new:
            _leave_record(actor, order, act_reference(made))


def _leave_record(actor: Actor, order: Withholding, reference: str) -> None:
    record_access(
        actor=actor,
        application="web",
        purpose="withholding",
        persons=order.record.persons,
        data_kinds=["access"],
        request_id=reference,
    )


def _record_of(actor: Actor, number: int) -> AccessRecord:
    found = AccessRecord.objects.filter(id=number, metro__in=(actor.metro, ""))
    record: AccessRecord | None = found.first()
    if record is None:
        raise WithholdingInvalid(
            why_zh=f"没有编号 {number} 的记录", why_en=f"there is no record {number}"
        )
    return record


def _order_of(actor: Actor, number: int) -> Withholding:
    order = Withholding.objects.filter(id=number, metro=actor.metro).first()
    if order is None:
        raise WithholdingUnknown()
    return order


def _check(wanted: WithholdingOrder, record: AccessRecord) -> None:
    last = record.at.astimezone(SHANGHAI).date() + timedelta(days=limits().withholding_most_days)
    if not get_clock().today() <= wanted.until <= last:
        raise WithholdingInvalid(
            why_zh=f"推迟到的日子要在今天到 {last.isoformat()} 之间",
            why_en=f"its last day lies between today and {last.isoformat()}",
        )
    if record.purpose in ("withholding", "self"):
        raise WithholdingInvalid(
            why_zh="本人查看和推迟告知本身不能推迟告知",
            why_en="own looks, and records of a delay, are never delayed",
        )
    if wanted.basis not in withholding_bases():
        raise WithholdingInvalid(why_zh="没有这种法定情形", why_en="there is no such ground")
    words = (wanted.document.strip(), wanted.reason.strip())
    if not all(0 < len(text) <= MOST_WORDS for text in words):
        raise WithholdingInvalid(
            why_zh=f"文书和理由各写 1 到 {MOST_WORDS} 个字",
            why_en=f"document and reason take 1 to {MOST_WORDS} characters each",
        )
