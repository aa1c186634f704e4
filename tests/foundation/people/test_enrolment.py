"""Enrolment and family aid: one insurance for each pool and scheme, one link for each pair."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rongcheng.foundation.people.models import Insurance, MutualAid
from rongcheng.foundation.people.public import (
    EnrolledDifferently,
    Enrolment,
    InsuranceNotFound,
    PersonNumberTaken,
    change_insurance,
    end_mutual_aid,
    enrol,
    enrol_all,
    get_insurance,
    link_mutual_aid,
    list_aid_givers,
    list_insurances,
    register_resident,
)
from tests.foundation.people.samples import CHEN, LIN, METRO, enrol_employee, register_lin
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db


def register_chen() -> Enrolment:
    """Register the invented Mr Chen and return his wish to be insured as a resident."""
    chen = register_resident(metro=METRO, name="陈样例", id_number=CHEN, home_city="430100")
    return Enrolment(chen, "430199", "resident", "adult", "15", date(2020, 1, 1), "SAMPLE-CHEN")


def test_an_enrolment_gets_its_person_number_and_ledger_accounts() -> None:
    lin = register_lin()
    insurance = enrol_employee(lin)
    assert insurance.psn_no.startswith("430399")
    assert len(insurance.psn_no) == 20
    assert (insurance.insutype, insurance.status, insurance.civil_servant) == ("310", "1", False)
    assert insurance.account_code == f"account:{insurance.psn_no}"
    assert insurance.aid_code == f"aid:{insurance.psn_no}"
    assert get_insurance(insurance.psn_no) == insurance
    assert list_insurances(lin) == [insurance]


def test_enrolling_again_gives_the_same_insurance() -> None:
    lin = register_lin()
    first = enrol_employee(lin)
    assert enrol_employee(lin) == first
    assert enrol_employee(lin, psn_no=first.psn_no) == first
    assert Insurance.objects.count() == 1


def test_other_facts_in_the_same_pool_are_refused() -> None:
    lin = register_lin()
    first = enrol_employee(lin, psn_no="SAMPLE-1")
    for facts in (
        Enrolment(lin, "430399", "employee", "retired", "12", date(2015, 7, 1)),
        Enrolment(lin, "430399", "employee", "in_service", "11", date(2015, 7, 1), "SAMPLE-2"),
    ):
        with pytest.raises(EnrolledDifferently):
            enrol_all([facts])
    assert list_insurances(lin) == [first]


def test_a_person_number_belongs_to_one_insurance() -> None:
    enrol_employee(register_lin(), psn_no="SAMPLE-1")
    wish = register_chen()
    with pytest.raises(PersonNumberTaken):
        enrol_all([wish._replace(psn_no="SAMPLE-1")])
    assert Insurance.objects.count() == 1


def test_a_resident_may_be_insured_in_two_pools() -> None:
    lin = register_lin()
    old = enrol_employee(lin)
    change_insurance(old.psn_no, standing="in_service", psn_type="11", status="2")
    new = enrol(Enrolment(lin, "430199", "employee", "in_service", "11", date(2024, 4, 1)))
    assert [found.psn_no for found in list_insurances(lin)] == [new.psn_no, old.psn_no]


def test_retirement_is_a_change() -> None:
    psn_no = enrol_employee(register_lin()).psn_no
    changed = change_insurance(psn_no, standing="retired", psn_type="12", status="1")
    assert (changed.standing, changed.psn_type) == ("retired", "12")
    assert get_insurance(psn_no) == changed


def test_scheme_and_standing_must_fit() -> None:
    psn_no = enrol_employee(register_lin()).psn_no
    with pytest.raises(IntegrityError), transaction.atomic():
        change_insurance(psn_no, standing="child", psn_type="12", status="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        change_insurance(psn_no, standing="retired", psn_type="12", status="9")
    assert get_insurance(psn_no).standing == "in_service"


def test_unknown_person_numbers_are_not_found() -> None:
    with pytest.raises(InsuranceNotFound):
        get_insurance("SAMPLE-NOBODY")
    with pytest.raises(InsuranceNotFound) as caught:
        get_insurance(LIN)
    assert LIN not in f"{caught.value} {caught.value.message('zh')} {caught.value.params}"
    with pytest.raises(InsuranceNotFound):
        change_insurance("SAMPLE-NOBODY", standing="retired", psn_type="12", status="1")


def test_family_aid_runs_from_its_first_to_its_last_day() -> None:
    lin = enrol_employee(register_lin(), psn_no="SAMPLE-LIN")
    (chen,) = enrol_all([register_chen()])
    pair = {"payer_psn_no": lin.psn_no, "beneficiary_psn_no": chen.psn_no}
    for _ in range(2):
        link_mutual_aid(**pair, since=date(2024, 4, 1))
    assert MutualAid.objects.count() == 1
    assert list_aid_givers(chen.psn_no, date(2024, 3, 31)) == []
    assert list_aid_givers(chen.psn_no, date(2024, 4, 1)) == [lin]
    assert end_mutual_aid(**pair, until=date(2024, 5, 31)) is True
    assert end_mutual_aid(**pair, until=date(2024, 6, 30)) is False
    assert list_aid_givers(chen.psn_no, date(2024, 5, 31)) == [lin]
    assert list_aid_givers(chen.psn_no, date(2024, 6, 1)) == []
    assert list_aid_givers(lin.psn_no, date(2024, 4, 1)) == []


def test_nobody_aids_herself_or_a_stranger() -> None:
    psn_no = enrol_employee(register_lin()).psn_no
    with pytest.raises(IntegrityError), transaction.atomic():
        link_mutual_aid(payer_psn_no=psn_no, beneficiary_psn_no=psn_no, since=date(2024, 4, 1))
    with pytest.raises(InsuranceNotFound):
        link_mutual_aid(payer_psn_no=psn_no, beneficiary_psn_no="x", since=date(2024, 4, 1))
    assert MutualAid.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_counters_enrol_one_person_once() -> None:
    lin = register_lin()
    answers = at_once([lambda: enrol_employee(lin)] * 8)
    assert len({answer.psn_no for answer in answers}) == 1
    assert Insurance.objects.count() == 1
