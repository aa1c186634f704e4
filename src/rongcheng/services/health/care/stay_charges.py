"""Charge lines of a stay (住院费用明细): taken up with their returns, and taken back.

A return names the line that it takes back and must be its mirror: the same item and price, split
by the same terms, and never more than what is left of it. So a line that is given back whole comes
to nothing, to the fen and in every part. Source: rules of 2301 and 2302, V1.1.27.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet, Sum

from rongcheng.kernel.money import format_scaled, format_yuan
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.care.charging import line_rows, serials_once, split_charges
from rongcheng.services.health.care.moving import lock_stay, move_stay
from rongcheng.services.health.deciding import check_charges
from rongcheng.services.health.domain.stay_lifecycle import StayEvent
from rongcheng.services.health.models import ChargeLine, Visit
from rongcheng.services.health.stay_errors import (
    KindDiffers,
    LineReturned,
    LinesNotOpen,
    ReturnWrong,
)
from rongcheng.services.health.types import Charge, Place

ALL_LINES = "0000"
"""Line serial that means: all unsettled lines of the stay (specification, delete lines)."""

_MIRRORED = {
    "item_code": ("项目", "item"),
    "price_micro": ("单价", "price"),
    "approval": ("医院审批标志", "approval"),
    "charge_class": ("当天的目录等级", "class of its day"),
    "cap_micro": ("当天的限价", "price cap of its day"),
    "prepay_ppm": ("当天的先行自付比例", "prepay rate of its day"),
    "restricted": ("当天的限制使用标志", "restriction of its day"),
}
"""What a return has in common with its original; the terms follow from its own time."""


class StayCharge(NamedTuple):
    """A line at the door of a stay; `original` names the line that a return takes back.

    A return that states no approval has that of its original.
    """

    charge: Charge
    original: str
    approval_stated: bool


def add_stay_charges(
    place: Place, mdtrt_id: str, psn_no: str, sent: tuple[StayCharge, ...], *, med_type: str
) -> tuple[LineOutcome, ...]:
    """Take up lines and returns of a stay; answer each with its split by the catalogue (2301).

    `med_type` is the category that the lines state; it must be that of the stay.
    """
    charges = tuple(line.charge for line in sent)
    check_charges(charges)
    with serials_once(charges), transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        move_stay(stay, StayEvent.CHARGE)
        if med_type != stay.med_type:
            raise KindDiffers(given=med_type, expected=stay.med_type)
        stored = _stored_originals(stay, sent)
        charges = _with_approvals(sent, stored)
        outcomes = split_charges(place, charges)
        rows = line_rows(stay, charges, outcomes)
        here = {row.serial: row for row in rows}
        named = {line.charge.facts.serial: line.original for line in sent if line.original}
        pairs = [
            (here[serial], _original(serial, name, here, stored)) for serial, name in named.items()
        ]
        _check_returns(pairs)
        ChargeLine.objects.bulk_create(row for row in rows if row.serial not in named)
        for row, original in pairs:
            row.original = original
        ChargeLine.objects.bulk_create(row for row, _ in pairs)
    return outcomes


def _stored_originals(stay: Visit, sent: tuple[StayCharge, ...]) -> dict[str, ChargeLine]:
    """Return the stored lines that returns name, by serial.

    A serial means the stay's own line, stored or in this message; where it has none, a merged one.
    """
    serials = {line.original for line in sent if line.original}
    found: dict[str, ChargeLine] = {}
    merged: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in ChargeLine.objects.filter(visit=stay, serial__in=serials):
        if line.merged_from_id is None:
            found[line.serial] = line
        else:
            merged[line.serial].append(line)
    here = {line.charge.facts.serial for line in sent}
    for serial, lines in merged.items():
        if len(lines) == 1 and serial not in here:
            found.setdefault(serial, lines[0])
    return found


def _with_approvals(
    sent: tuple[StayCharge, ...], stored: dict[str, ChargeLine]
) -> tuple[Charge, ...]:
    """Return the charges; a return that states no approval takes that of its original."""
    here = {line.charge.facts.serial: line.charge.facts.approval for line in sent}
    charges = []
    for line in sent:
        charge = line.charge
        if line.original and not line.approval_stated:
            known = stored.get(line.original)
            approval = here.get(line.original, 0) if known is None else known.approval
            charge = charge._replace(facts=replace(charge.facts, approval=approval))
        charges.append(charge)
    return tuple(charges)


def _original(
    serial: str, name: str, here: dict[str, ChargeLine], stored: dict[str, ChargeLine]
) -> ChargeLine:
    found = stored.get(name) or here.get(name)
    if found is None:
        raise ReturnWrong(
            serial=serial,
            why_zh=f"这次住院里没有原费用 {name}",
            why_en=f"the stay has no line {name}",
        )
    if found.quantity_e4 <= 0:
        raise ReturnWrong(
            serial=serial,
            why_zh=f"它指的 {name} 本身不是收费",
            why_en=f"{name}, which it names, is no charge itself",
        )
    return found


def _check_returns(pairs: list[tuple[ChargeLine, ChargeLine]]) -> None:
    """Refuse returns that are no mirror of their original or give back more than is left."""
    ids = [original.pk for _, original in pairs if original.pk]
    back = dict(
        ChargeLine.objects.filter(original_id__in=ids)
        .values_list("original_id")
        .annotate(Sum("quantity_e4"))
    )
    left = {id(original): original.quantity_e4 + back.get(original.pk, 0) for _, original in pairs}
    for row, original in pairs:
        for column, (zh, en) in _MIRRORED.items():
            if getattr(row, column) != getattr(original, column):
                raise ReturnWrong(
                    serial=row.serial,
                    why_zh=f"{zh}与原费用 {original.serial} 不一致",
                    why_en=f"its {en} is not that of {original.serial}",
                )
        whole = row.quantity_e4 == -original.quantity_e4
        if whole and row.amount_fen != -original.amount_fen:
            raise ReturnWrong(
                serial=row.serial,
                why_zh=f"全部退回时金额应为 {format_yuan(-original.amount_fen)} 元",
                why_en=f"given back whole it comes to {format_yuan(-original.amount_fen)}",
            )
        if left[id(original)] + row.quantity_e4 < 0:
            rest = format_scaled(left[id(original)], 4)
            raise ReturnWrong(
                serial=row.serial,
                why_zh=f"原费用 {original.serial} 只剩数量 {rest} 可退",
                why_en=f"only {rest} of {original.serial} is left to return",
            )
        left[id(original)] += row.quantity_e4


def drop_stay_charges(
    place: Place, mdtrt_id: str, psn_no: str, serials: Iterable[str]
) -> tuple[str, ...]:
    """Take unsettled lines of a stay back (2302), or all of its own with "0000".

    All or none: a serial that is not there, settled or merged refuses the whole message. Lines
    merged from an emergency visit stay, for the visit would lose them.
    """
    with transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        move_stay(stay, StayEvent.DROP)
        chosen = ChargeLine.objects.filter(
            visit=stay, settlement__isnull=True, merged_from__isnull=True
        )
        wanted = set(serials)
        if ALL_LINES in wanted:
            wanted = {ALL_LINES}
        else:
            chosen = chosen.filter(serial__in=wanted)
        found = set(chosen.values_list("serial", flat=True))
        missing = wanted - found - ({ALL_LINES} if found else set())
        if missing:
            raise LinesNotOpen(serials="、".join(sorted(missing, key=_in_order))[:60])
        _check_not_returned(chosen)
        chosen.delete()
    return tuple(sorted(found, key=_in_order))


def _in_order(serial: str) -> tuple[int, str]:
    return len(serial), serial


def _check_not_returned(chosen: QuerySet[ChargeLine]) -> None:
    """Refuse to take a line back while a return that stays behind names it."""
    staying = ChargeLine.objects.filter(original__in=chosen).exclude(pk__in=chosen)
    returned = sorted(set(staying.values_list("original__serial", flat=True)), key=_in_order)
    if returned:
        raise LineReturned(serials="、".join(returned)[:60])
