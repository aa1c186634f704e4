"""Recognised identities, premium tiers and kinds of account: recorded once, dated, one's own."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from rongcheng.foundation.people.models import Identity
from rongcheng.foundation.people.public import (
    EnrolledDifferently,
    IdentityInfo,
    IdentityRecordedDifferently,
    ResidentNotFound,
    change_insurance,
    end_identity,
    enrol,
    get_insurance,
    list_identities,
    record_identity,
    visible_identities,
)
from rongcheng.web.actor import SYSTEM, Actor
from tests.foundation.people.samples import enrol_employee, register_lin
from tests.foundation.people.test_enrolment import register_chen
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


def record(resident_id: UUID, code: str = "2303") -> IdentityInfo:
    return record_identity(resident_id, code, begins_on=FIRST, level="1")


def test_an_identity_is_recorded_once_however_often_repeated() -> None:
    lin = register_lin()
    assert record(lin) == record(lin) == IdentityInfo("2303", "1", FIRST, None)
    assert Identity.objects.count() == 1


def test_other_facts_from_the_same_day_are_refused() -> None:
    lin = register_lin()
    record(lin)
    for changes in ({"level": "2"}, {"level": "1", "ends_on": LAST}):
        with pytest.raises(IdentityRecordedDifferently):
            record_identity(lin, "2303", begins_on=FIRST, **changes)  # type: ignore[arg-type]
    assert list_identities(lin) == [IdentityInfo("2303", "1", FIRST, None)]


def test_an_identity_holds_from_its_first_to_its_last_day() -> None:
    lin = register_lin()
    record(lin)
    assert end_identity(lin, "2303", ends_on=LAST) is True
    assert end_identity(lin, "2303", ends_on=LAST) is False
    (found,) = list_identities(lin)
    for day, holds in (
        (date(2024, 12, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 1, 1), False),
    ):
        assert found.holds_on(day) is holds
        assert list_identities(lin, day) == ([found] if holds else [])


def test_nobody_unknown_and_no_word_for_a_code_is_recorded() -> None:
    with pytest.raises(ResidentNotFound):
        record(uuid4())
    lin = register_lin()
    with pytest.raises(IntegrityError), transaction.atomic():
        record(lin, "poor")
    with pytest.raises(IntegrityError), transaction.atomic():
        record_identity(lin, "2303", begins_on=LAST, ends_on=FIRST)
    assert Identity.objects.count() == 0


def test_a_resident_sees_her_own_and_staff_see_none_in_a_list() -> None:
    lin = register_lin()
    record(lin)
    assert visible_identities(Actor("resident", str(lin), person_id=lin)).count() == 1
    assert visible_identities(SYSTEM).count() == 1
    for actor in (
        Actor("resident", "x", person_id=uuid4()),
        Actor("staff", "x", role="clerk", city="430300"),
        Actor("machine", "x", institution="H43010299999"),
    ):
        assert not visible_identities(actor).exists()


@pytest.mark.django_db(transaction=True)
def test_eight_counters_record_one_identity_once() -> None:
    lin = register_lin()
    assert set(at_once([lambda: record(lin)] * 8)) == {IdentityInfo("2303", "1", FIRST, None)}
    assert Identity.objects.count() == 1


def test_premium_and_kind_of_account_have_plain_defaults() -> None:
    found = enrol_employee(register_lin())
    assert (found.premium, found.pooling) == ("single", "combined")


def test_they_are_part_of_the_enrolment_and_change_only_when_given() -> None:
    wish = register_chen()._replace(premium="high")
    first = enrol(wish)
    assert first.premium == "high"
    assert enrol(wish) == first
    with pytest.raises(EnrolledDifferently):
        enrol(wish._replace(premium="low"))
    with pytest.raises(EnrolledDifferently):
        enrol(wish._replace(pooling="single"))
    kept = change_insurance(first.psn_no, standing="senior", psn_type="16", status="1")
    assert (kept.premium, kept.pooling) == ("high", "combined")
    changed = change_insurance(
        first.psn_no, standing="senior", psn_type="16", status="1", premium="low", pooling="single"
    )
    assert (changed.premium, changed.pooling) == ("low", "single")


@pytest.mark.parametrize("changes", [{"premium": "middle"}, {"pooling": "none"}, {"premium": ""}])
def test_another_word_is_refused(changes: dict[str, str]) -> None:
    psn_no = enrol_employee(register_lin()).psn_no
    with pytest.raises(IntegrityError), transaction.atomic():
        change_insurance(psn_no, standing="retired", psn_type="12", status="1", **changes)
    assert get_insurance(psn_no).standing == "in_service"
