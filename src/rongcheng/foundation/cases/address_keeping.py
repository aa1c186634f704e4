"""Postal addresses of cases (邮寄地址): kept with a case, read by few, dropped on their day.

What an address consists of is the service's; here it is words by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from rongcheng.foundation.cases.address_models import CaseAddress
from rongcheng.foundation.cases.address_sealing import open_address, seal_address
from rongcheng.foundation.cases.models import Case
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import SYSTEM, Actor


class KeptAddress(NamedTuple):
    """An address as it was written (邮寄地址): its words by name, and when."""

    words: Mapping[str, str]
    changed_at: datetime


def keep_address(case: Case, words: Mapping[str, str], drop_on: date | None) -> None:
    """Keep where a locked case's result is sent, in place of what stood there before.

    `drop_on` is the day from which it goes; None while the case is under way.
    """
    CaseAddress.objects.update_or_create(
        case=case,
        defaults={
            "address_sealed": seal_address(case.id, words),
            "changed_at": get_clock().now(),
            "drop_on": drop_on,
        },
    )


def drop_address(case: Case) -> None:
    """Drop the address of a case; nothing where there is none."""
    CaseAddress.objects.filter(case=case).delete()


def drop_address_on(case: Case, day: date) -> None:
    """Say from which day the address of an ended case goes; the first day said stays."""
    CaseAddress.objects.filter(case=case, drop_on__isnull=True).update(drop_on=day)


def address_of(actor: Actor, case: Case) -> KeptAddress | None:
    """Return the address of a case to whoever may read it; None where there is none for her.

    Personal data in clear: leave an access record. Raises SealBroken.
    """
    row = CaseAddress.objects.visible_to(actor).filter(case=case).first()
    return None if row is None else _opened(row)


def has_address(case: Case, actor: Actor = SYSTEM) -> bool:
    """Tell whether a case has an address, or one that this actor may read; nothing is opened."""
    return bool(CaseAddress.objects.visible_to(actor).filter(case=case).exists())


def last_address(actor: Actor, person_id: UUID, without: list[int]) -> KeptAddress | None:
    """Return what a person wrote last in another of her cases that was handed over.

    To herself and who acts for her only; `without` are keys of cases that do not count. Personal
    data in clear: leave an access record. Raises SealBroken.
    """
    if actor.kind != "resident" or actor.person_id != person_id:
        return None
    rows = CaseAddress.objects.visible_to(actor).filter(case__submitted_on__isnull=False)
    row = rows.exclude(case_id__in=without).order_by("-changed_at", "-id").first()
    return None if row is None else _opened(row)


def addresses_to_drop() -> QuerySet[CaseAddress]:
    """Return the addresses that have a day from which they go, for the clock."""
    found: QuerySet[CaseAddress] = CaseAddress.objects.filter(drop_on__isnull=False)
    return found


def _opened(row: CaseAddress) -> KeptAddress:
    return KeptAddress(open_address(row.case_id, bytes(row.address_sealed)), row.changed_at)
