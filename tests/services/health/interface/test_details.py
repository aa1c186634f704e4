"""3202 from upload to download: each row that differs is named, with what to do (对明细账)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.public import get_insurance
from rongcheng.services.health.domain.reconciliation import DifferenceKind
from rongcheng.services.health.models import Reconciliation, ReconciliationDifference
from rongcheng.services.health.public import settle_visit
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import (
    DAY,
    cancel_body,
    charged,
    details_body,
    line_of,
    reconcile,
    text_of,
    upload,
    zipped,
)

CITY = "430100"
NEXT_DAY = "2026-03-03"


class Books:
    """A hospital's day: what it settled, and the rows that its own books hold of it."""

    def __init__(self, world: World, hospital: Hospital, clock: Any) -> None:
        """Settle one visit of 450.75 for each of seven persons; two are refunded."""
        self.hospital = hospital
        self.item = item_of(world.book, CITY, "A", clock.now())
        self.people = [world.person(XIANGTAN) for _ in range(7)]
        self.visits = [
            charged(hospital, person, self.item, f"OP-{number}", 45_075)
            for number, person in enumerate(self.people)
        ]
        self.settled: list[Json] = [one.settle("450.75")["setlinfo"] for one in self.visits]
        self.refunds = [
            self.visits[n].reverse(self.settled[n]["setl_id"])["setlinfo"] for n in (5, 6)
        ]

    def row(self, number: int, **changes: str) -> list[str]:
        """Return the row of a settlement."""
        return line_of(self.settled[number], self.people[number], **changes)

    def refund(self, number: int) -> list[str]:
        """Return the row of a refund, under its own number."""
        return line_of(self.refunds[number - 5], self.people[number], refund=True)

    def whole(self) -> list[list[str]]:
        """Return the rows that agree with the centre."""
        rows = [self.row(number) for number in range(7)]
        return [*rows, self.refund(5), self.refund(6)]


@pytest.fixture
def books(world: World, hospital: Hospital, clock: Any) -> Books:
    """A day with seven settlements and two refunds."""
    return Books(world, hospital, clock)


def unequal(rows: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the rows that differ, by settlement and kind of row; each is named once."""
    named = [row for row in rows if row["stmt_rslt"] == "1"]
    found = {(row["setl_id"], row["refd_setl_flag"]): row for row in named}
    assert len(found) == len(named)
    return found


def test_equal_books_are_equal_row_by_row(books: Books, hospital: Hospital) -> None:
    rows = reconcile(hospital, books.whole())
    assert [row["stmt_rslt"] for row in rows] == ["0"] * 9
    by_number = {row["setl_id"]: row for row in rows}
    first = books.settled[0]
    assert by_number[first["setl_id"]] == {
        "psn_no": books.people[0].psn_no,
        "mdtrt_id": first["mdtrt_id"],
        "setl_id": first["setl_id"],
        "msgid": first["medins_setl_id"],
        "stmt_rslt": "0",
        "refd_setl_flag": "0",
        "memo": "null",
        "medfee_sumamt": "450.75",
        "fund_pay_sumamt": "90.45",
        "acct_pay": "0.00",
    }
    run = Reconciliation.objects.get()
    assert (run.equal_count, run.their_row_count, run.our_row_count) == (9, 9, 9)
    assert run.their_total_fen == run.our_total_fen == 5 * 45_075
    assert ReconciliationDifference.objects.count() == 0


def test_missing_extra_altered_and_refunded_rows_are_each_named(
    books: Books, hospital: Hospital
) -> None:
    """The file lacks 0, alters 1, invents one, lacks the refund of 5 and the settlement of 6."""
    extra = ["S-INVENTED", "V-INVENTED", books.people[0].psn_no, "88.00", "8.00", "0.00", "0"]
    sent = [
        books.row(1, fund_pay_sumamt="80.45"), *(books.row(n) for n in (2, 3, 4)), books.row(2),
        books.row(5), books.refund(6), extra,
    ]  # fmt: skip
    rows = reconcile(hospital, sent)
    assert len(rows) == len(books.whole()) + 1 + 1
    found = unequal(rows)
    lost = books.settled[0]
    memos = {
        ("null", "0"): ("只有中心有", f"2601 冲正，原报文号 {lost['medins_setl_id']}"),
        (books.settled[1]["setl_id"], "0"): (
            "金额或编号不同", "医保付医院写 80.45 元、中心是 90.45 元",
        ),
        (books.settled[2]["setl_id"], "0"): ("重复", "只留一行"),
        ("S-INVENTED", "0"): ("只有医院有", "中心没有这笔结算"),
        (books.refunds[0]["setl_id"], "1"): ("少了退费行", books.refunds[0]["setl_id"]),
        (books.settled[6]["setl_id"], "0"): ("少了结算行", books.settled[6]["setl_id"]),
    }  # fmt: skip
    assert found.keys() == memos.keys()
    for key, (kind, way) in memos.items():
        assert found[key]["memo"].startswith(f"{kind}：")
        assert way in found[key]["memo"]
    only_here = found[("null", "0")]
    assert only_here["mdtrt_id"] == "null"
    assert only_here["msgid"] == lost["medins_setl_id"]
    assert only_here["psn_no"] == books.people[0].psn_no
    assert only_here["fund_pay_sumamt"] == "90.45"
    assert found[("S-INVENTED", "0")]["msgid"] == "null"
    assert found[(books.refunds[0]["setl_id"], "1")]["medfee_sumamt"] == "-450.75"
    assert {row["setl_id"] for row in rows if row["stmt_rslt"] == "0"} == {
        *(books.settled[n]["setl_id"] for n in (2, 3, 4, 5)),
        books.refunds[1]["setl_id"],
    }


def test_the_way_back_leads_to_agreement(books: Books, hospital: Hospital, clock: Any) -> None:
    sent = books.whole()[1:]
    (named,) = unequal(reconcile(hospital, sent)).values()
    assert "2601" in named["memo"]
    body = cancel_body(books.people[0], named["msgid"])
    hospital.call("2601", body, pool=books.people[0].pool)
    assert unequal(reconcile(hospital, sent)) == {}
    row = ReconciliationDifference.objects.get()
    first, second = Reconciliation.objects.order_by("id")
    assert (row.run, row.resolved_by, row.resolved_at) == (first, second, second.compared_at)
    # Cancelled, it counts no more: whoever still lists it is told so.
    (named,) = unequal(reconcile(hospital, books.whole())).values()
    assert named["memo"].startswith("已经冲正：")
    assert DAY in named["memo"]


def test_a_later_comparison_leaves_open_what_still_differs(
    books: Books, hospital: Hospital, clock: Any
) -> None:
    whole = books.whole()
    reconcile(hospital, whole[2:])
    clock.advance(timedelta(hours=1))
    reconcile(hospital, whole[1:])
    # Another category and another period judge nothing of this one.
    reconcile(hospital, [], clr_type="14")
    reconcile(hospital, [], stmt_begndate=NEXT_DAY, stmt_enddate=NEXT_DAY)
    rows = ReconciliationDifference.objects.order_by("id")
    first = books.settled[0]["setl_id"]
    assert [(row.setl_id == first, row.resolved_at is None) for row in rows] in (
        [(True, True), (False, False), (True, True)],
        [(False, False), (True, True), (True, True)],
    )
    # A longer period holds the day too.
    reconcile(hospital, whole, stmt_begndate="2026-03-01", stmt_enddate=NEXT_DAY)
    assert not ReconciliationDifference.objects.filter(resolved_at=None).exists()


def test_a_refund_pair_that_the_hospital_never_booked_needs_no_2601(
    books: Books, hospital: Hospital
) -> None:
    whole = books.whole()
    rows = reconcile(hospital, [*whole[:5], whole[6], whole[8]])
    named = [row for row in rows if row["stmt_rslt"] == "1"]
    assert [row["refd_setl_flag"] for row in named] in (["0", "1"], ["1", "0"])
    for row in named:
        assert row["setl_id"] == "null"
        assert "不用再冲正" in row["memo"]


def test_a_row_of_another_day_is_told_where_it_counts(
    books: Books, hospital: Hospital, clock: Any
) -> None:
    rows = reconcile(
        hospital, [books.row(0)], stmt_begndate="2026-03-01", stmt_enddate="2026-03-01"
    )
    (named,) = rows
    assert named["memo"].startswith("记在别的期间：")
    assert DAY in named["memo"]


def test_only_settlements_or_only_refunds(books: Books, hospital: Hospital) -> None:
    whole = books.whole()
    assert unequal(reconcile(hospital, whole[:7], refd_setl_flag="0")) == {}
    assert unequal(reconcile(hospital, whole[7:], refd_setl_flag="1")) == {}
    number = upload(hospital, zipped(text_of(whole)))["file_qury_no"]
    body = details_body(hospital, number, refd_setl_flag="0")
    assert "第 8 行" in hospital.refused(hospital.message("3202", body))


def test_a_settlement_of_the_native_interface_is_taken_back_there(
    world: World, hospital: Hospital, clock: Any
) -> None:
    item = item_of(world.book, CITY, "A", clock.now())
    wanted = request(world.person(XIANGTAN).psn_no, (charge(item, 45_075),), "NATIVE-1")
    settle_visit(hospital.place, wanted, SYSTEM, trace_id="test")
    (named,) = unequal(reconcile(hospital, [])).values()
    assert named["msgid"] == "NATIVE-1"
    assert "2601" not in named["memo"]
    assert "原来办理的系统" in named["memo"]


def test_whose_rows_were_compared_is_recorded(books: Books, hospital: Hospital) -> None:
    before = AccessRecord.objects.count()
    reconcile(hospital, books.whole())
    looks = list(AccessRecord.objects.order_by("id")[before:])
    everyone = sorted(get_insurance(person.psn_no).resident_id for person in books.people)
    assert [(row.purpose, sorted(row.persons)) for row in looks] == [
        ("3202", everyone),
        ("9102", everyone),
    ]


def test_a_comparison_sent_again_is_one_comparison(books: Books, hospital: Hospital) -> None:
    number = upload(hospital, zipped(text_of(books.whole())))["file_qury_no"]
    message = hospital.message("3202", details_body(hospital, number))
    assert hospital.send(message).body == hospital.send(message).body
    assert Reconciliation.objects.count() == 1


def test_another_hospitals_settlement_is_not_told(
    books: Books, world: World, hospital: Hospital
) -> None:
    other = Hospital(world.at_tier(CITY, "level_2"))
    (named,) = reconcile(other, [books.row(0)])
    assert named["memo"].startswith("只有医院有：")
    row = ReconciliationDifference.objects.get()
    assert (row.kind, row.person_id) == (DifferenceKind.ONLY_HOSPITAL, None)
