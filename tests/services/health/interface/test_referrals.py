"""2501 and 2502: a referral is filed toward the receiving hospital's pool, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.models import Filing, FilingJournal
from tests.services.health.conftest import CHANGSHA, XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.interface import filing_bodies as bodies
from tests.services.health.interface.hospital import Hospital, Json

At = Callable[[str, str], Hospital]


@pytest.fixture
def sender(hospital_at: At) -> Hospital:
    """A level-3 hospital in Xiangtan."""
    return hospital_at("430300", "level_3")


@pytest.fixture
def receiver(hospital: Hospital) -> str:
    """The code of a level-3 hospital in Changsha."""
    return hospital.place.code


def sent(sender: Hospital, person: Person, receiver: str, **changes: str) -> Json:
    body = bodies.referral(person, receiver, CHANGSHA, **changes)
    return sender.message("2501", body, pool=person.pool)


def test_a_referral_holds_six_months_toward_the_receiving_pool(
    world: World, sender: Hospital, receiver: str
) -> None:
    person = world.person(XIANGTAN)
    output = sender.accepted(sent(sender, person, receiver))
    assert output.keys() == {"result"}
    row = Filing.objects.get(filing_no=output["result"]["trt_dcla_detl_sn"])
    assert (row.category, row.insured_pool, row.care_pool) == ("referred", XIANGTAN, CHANGSHA)
    assert (row.begins_on, row.ends_on) == (date(2026, 3, 2), date(2026, 9, 2))
    assert (row.institution, row.receiving_institution) == (sender.place.code, receiver)
    assert (row.registered_by_kind, row.registered_by_id) == ("machine", sender.place.code)
    assert [entry.event for entry in FilingJournal.objects.filter(number=row.filing_no)] == [
        "registered"
    ]
    notices = notices_of(get_insurance(person.psn_no).resident_id)
    assert [found.title_key for found in notices] == ["health.notice.filed"]


@pytest.mark.parametrize(
    ("begins", "ends", "last"),
    [
        ("2026-03-05", "", date(2026, 9, 5)),
        ("", "2026-06-30", date(2026, 9, 2)),
        ("", "2027-03-01", date(2027, 3, 1)),
        ("2025-08-31", "", date(2026, 2, 28)),
    ],
)
def test_the_policys_months_are_the_least(
    world: World, sender: Hospital, receiver: str, begins: str, ends: str, last: date
) -> None:
    message = sent(sender, world.person(XIANGTAN), receiver, begndate=begins, enddate=ends)
    number = sender.accepted(message)["result"]["trt_dcla_detl_sn"]
    assert Filing.objects.get(filing_no=number).ends_on == last


def test_a_retry_gets_its_first_answer_and_files_once(
    world: World, sender: Hospital, receiver: str
) -> None:
    message = sent(sender, world.person(XIANGTAN), receiver)
    assert sender.accepted(message) == sender.accepted(message)
    assert Filing.objects.count() == 1


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"reflin_medins_no": "H43010199999"}, "reflin_medins_no"),
    ({"reflin_medins_no": ""}, "reflin_medins_no"),
    ({"mdtrtarea_admdvs": ZHUZHOU}, "mdtrtarea_admdvs"),
    ({"mdtrtarea_admdvs": "430100"}, "mdtrtarea_admdvs"),
    ({"refl_type": "9"}, "refl_type"),
    ({"insu_optins": ZHUZHOU}, "insu_optins"),
    ({"insutype": "390"}, "险种"),
    ({"begndate": "2026-03-02", "enddate": "2026-03-01"}, "begndate"),
    ({"refl_date": "2030-01-01"}, "begndate"),
    ({"refl_date": "1990-01-01"}, "refl_date"),
    ({"begndate": "1990-01-01"}, "begndate"),
    ({"refl_rea": ""}, "refl_rea"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_a_referral_that_does_not_fit_is_refused_by_its_field(
    world: World,
    sender: Hospital,
    receiver: str,
    unchanged,
    changes: dict[str, str],
    field: str,
) -> None:
    message = sent(sender, world.person(XIANGTAN), receiver, **changes)
    with unchanged:
        assert field in sender.refused(message)


def test_a_hospital_does_not_refer_to_itself(world: World, sender: Hospital, unchanged) -> None:
    body = bodies.referral(world.person(XIANGTAN), sender.place.code, XIANGTAN)
    with unchanged:
        assert "reflin_medins_no" in sender.refused(sender.message("2501", body, pool=XIANGTAN))


def test_the_region_of_insurance_must_be_hers(
    world: World, sender: Hospital, receiver: str, unchanged
) -> None:
    body = bodies.referral(world.person(XIANGTAN), receiver, CHANGSHA)
    with unchanged:
        assert "insuplc_admdvs" in sender.refused(sender.message("2501", body, pool=ZHUZHOU))


def test_a_referral_is_revoked_once_with_its_reason(
    world: World, sender: Hospital, receiver: str, clock: FixedClock
) -> None:
    person = world.person(XIANGTAN)
    number = sender.accepted(sent(sender, person, receiver))["result"]["trt_dcla_detl_sn"]
    clock.advance(timedelta(hours=1))
    message = sender.message("2502", bodies.revocation(person, number), pool=XIANGTAN)
    assert sender.accepted(message) == {}
    assert sender.accepted(message) == {}
    row = Filing.objects.get(filing_no=number)
    assert (row.revoked_reason, row.revoked_at) == ("登记有误", clock.now())
    events = FilingJournal.objects.filter(number=number).order_by("id")
    assert [(entry.event, entry.reason) for entry in events] == [
        ("registered", ""),
        ("revoked", "登记有误"),
    ]


def test_only_who_referred_may_revoke(
    world: World, sender: Hospital, receiver: str, hospital: Hospital, hospital_at: At, unchanged
) -> None:
    person = world.person(XIANGTAN)
    number = sender.accepted(sent(sender, person, receiver))["result"]["trt_dcla_detl_sn"]
    body = bodies.revocation(person, number)
    far = hospital_at("430200", "level_3")
    with unchanged:
        # The receiving pool sees it, and is told who may; others learn nothing of it.
        assert "不是您这里登记的" in hospital.refused(hospital.message("2502", body, pool=XIANGTAN))
        assert "没有编号" in far.refused(far.message("2502", body, pool=XIANGTAN))


def test_a_revocation_that_does_not_fit_changes_nothing(
    world: World, sender: Hospital, receiver: str, unchanged
) -> None:
    person, other = world.person(XIANGTAN), world.person(XIANGTAN)
    number = sender.accepted(sent(sender, person, receiver))["result"]["trt_dcla_detl_sn"]
    with unchanged:
        for body, field in (
            (bodies.revocation(other, number), "trt_dcla_detl_sn"),
            (bodies.revocation(person, "F404"), "trt_dcla_detl_sn"),
            (bodies.revocation(person, number, person.id_number), "memo"),
        ):
            assert field in sender.refused(sender.message("2502", body, pool=XIANGTAN))
    sender.call("2502", bodies.revocation(person, number, ""), pool=XIANGTAN)
    with unchanged:
        again = sender.message("2502", bodies.revocation(person, number), pool=XIANGTAN)
        assert "已经撤销过了" in sender.refused(again)
