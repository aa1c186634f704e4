"""Delays of disclosure: the resident is told later, verify knows each act, none lasts for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from rongcheng.foundation.access.errors import WithholdingInvalid, WithholdingUnknown
from rongcheng.foundation.access.models import AccessRecord, Withholding
from rongcheng.foundation.access.public import (
    WithholdingOrder,
    confirm_withholding,
    lift_withholding,
    list_withholdings,
    order_withholding,
    records_about,
    seal_records,
    state_of,
    verify_access,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import Actor
from tests.foundation.access.conftest import CHEN, LIN, METRO, as_superuser, look

pytestmark = pytest.mark.django_db

FIRST = Actor("staff", "office-1", label="样例·甲", role="office", metro=METRO)
SECOND = Actor("staff", "office-2", label="样例·乙", role="office", metro=METRO)
UNTIL = date(2024, 6, 1)


def ordered(until: date = UNTIL) -> Withholding:
    """Order a delay of the newest record."""
    record = AccessRecord.objects.latest("id").pk
    wanted = WithholdingOrder(record, until, "confidentiality", "样例函〔2024〕1号", "正在核查")
    return order_withholding(FIRST, wanted, token=str(record))


def purposes(person: object = LIN) -> list[str]:
    """Return what the resident reads."""
    return [info.purpose for info in records_about(person)]  # type: ignore[arg-type]


def test_an_order_counts_once_confirmed_and_ends_with_its_last_day(clock: FixedClock) -> None:
    look(LIN, CHEN)
    order = ordered()
    # Not even the order is told, or it would tell of what it delays.
    assert purposes() == ["settlement"]
    confirm_withholding(SECOND, order.pk)
    assert (purposes(), purposes(CHEN)) == ([], [])
    clock.advance(timedelta(days=47))
    assert clock.today() == UNTIL
    assert purposes() == []
    clock.advance(timedelta(days=1))
    assert purposes() == ["withholding", "withholding", "settlement"]
    assert state_of(list_withholdings(FIRST)[0]) == "over"


def test_lifting_tells_at_once(clock: FixedClock) -> None:
    look(LIN)
    order = ordered()
    confirm_withholding(SECOND, order.pk)
    lift_withholding(FIRST, order.pk)
    assert purposes() == ["withholding", "withholding", "withholding", "settlement"]


def test_whoever_orders_does_not_confirm(clock: FixedClock) -> None:
    look(LIN)
    order = ordered()
    with pytest.raises(WithholdingInvalid):
        confirm_withholding(FIRST, order.pk)
    assert purposes() == ["settlement"]


def test_another_metro_neither_orders_nor_confirms(clock: FixedClock) -> None:
    look(LIN)
    order = ordered()
    stranger = Actor("staff", "office-9", role="office", metro="chengdemeizi")
    with pytest.raises(WithholdingUnknown):
        confirm_withholding(stranger, order.pk)
    assert list_withholdings(stranger) == []


def test_delays_one_after_the_other_end_too(clock: FixedClock) -> None:
    look(LIN)
    seen = clock.today()
    with pytest.raises(WithholdingInvalid):
        ordered(seen + timedelta(days=181))
    clock.advance(timedelta(days=170))
    # The limit counts from the look, not from the order.
    with pytest.raises(WithholdingInvalid):
        ordered(clock.today() + timedelta(days=11))
    assert Withholding.objects.count() == 0


@pytest.mark.parametrize("purpose", ["self", "withholding"])
def test_own_looks_and_delays_are_never_delayed(clock: FixedClock, purpose: str) -> None:
    look(LIN, purpose=purpose)
    with pytest.raises(WithholdingInvalid):
        ordered()


def sql(text: str) -> Callable[[int], None]:
    """Return a change that a superuser makes to an order."""

    def change(number: int) -> None:
        with as_superuser() as cursor:
            cursor.execute(text, {"id": number})

    return change


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("update access_withholding set until = '2024-09-01' where id = %(id)s", {"V011", "V012"}),
        ("update access_withholding set reason = 'x' where id = %(id)s", {"V011", "V012"}),
        ("update access_withholding_act set by_id = 'office-1' where withholding_id = %(id)s",
         {"V011", "V012"}),
        ("delete from access_withholding_act where withholding_id = %(id)s", {"V012"}),
        ("delete from access_withholding where id = %(id)s", {"V012"}),
        ("insert into access_withholding_act (withholding_id, act, by_id, by_label, at)"
         " values (%(id)s, 'lift', 'x', 'x', now())", {"V011"}),
        ("insert into access_withholding (record_id, metro, until, basis, document, reason,"
         " ordered_by, ordered_label, ordered_at, token) select record_id, metro, until, basis,"
         " document, reason, ordered_by, ordered_label, ordered_at, 'forged'"
         " from access_withholding where id = %(id)s", {"V011"}),
    ],
)  # fmt: skip
def test_an_order_that_is_not_as_recorded_is_named(
    clock: FixedClock, change: str, codes: set[str]
) -> None:
    look(LIN)
    order = ordered()
    confirm_withholding(SECOND, order.pk)
    seal_records()
    assert list(verify_access()) == []
    sql(change)(order.pk)
    assert {fault.code.removeprefix("access.") for fault in verify_access()} == codes
