"""Sign-in: one account for one resident or one member of staff; demo cards in demo mode only."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from rongcheng.foundation.people.models import Account, Staff
from rongcheng.foundation.people.public import (
    DemoCard,
    DemoClosed,
    LoginTaken,
    actor_of_account,
    add_staff,
    demo_account,
    list_demo_cards,
    open_account,
    register_resident,
    set_password,
)
from rongcheng.web.actor import Actor, actor_of
from tests.foundation.people.samples import CHEN, METRO, enrol_employee, register_lin

pytestmark = pytest.mark.django_db


def add_desk(login: str = "desk-1", city: str = "430100", *, demo: bool = True) -> object:
    """Add an invented member of staff at a hospital's desk."""
    return add_staff(
        login=login,
        metro=METRO,
        name="样例·乙",
        role="desk",
        city=city,
        institution_code="H43010299999",
        demo=demo,
    )


def test_an_account_acts_as_its_resident() -> None:
    lin = register_lin()
    open_account(login="lin", resident_id=lin)
    assert actor_of_account(Account.objects.get(login="lin")) == Actor(
        "resident", str(lin), label="林样例", city="430300", person_id=lin, metro=METRO
    )


def test_an_account_acts_as_its_member_of_staff() -> None:
    staff_id = add_desk()
    assert actor_of_account(Account.objects.get(login="desk-1")) == Actor(
        "staff",
        str(staff_id),
        label="样例·乙",
        role="desk",
        city="430100",
        institution="H43010299999",
        metro=METRO,
    )


def test_the_web_floor_learns_who_is_signed_in_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lin = register_lin()
    open_account(login="lin", resident_id=lin)
    request = RequestFactory().get("/me")
    with django_assert_num_queries(1):
        request.user = Account.objects.get(login="lin")
        actor = actor_of(request)
    assert actor is not None
    assert actor.person_id == lin
    visitor = RequestFactory().get("/")
    visitor.user = AnonymousUser()
    assert actor_of(visitor) is None


def test_a_closed_account_is_nobody() -> None:
    open_account(login="lin", resident_id=register_lin())
    Account.objects.update(is_active=False)
    request = RequestFactory().get("/me")
    request.user = Account.objects.get(login="lin")
    assert actor_of(request) is None


def test_opening_an_account_again_changes_nothing() -> None:
    lin = register_lin()
    for _ in range(2):
        open_account(login="lin", resident_id=lin)
    first = add_desk()
    assert add_desk() == first
    assert (Account.objects.count(), Staff.objects.count()) == (2, 1)


def test_a_login_belongs_to_one_person_and_a_person_has_one() -> None:
    lin = register_lin()
    chen = register_resident(metro=METRO, name="陈样例", id_number=CHEN, home_city="430100")
    open_account(login="lin", resident_id=lin)
    for login, person in (("lin", chen), ("lin-2", lin)):
        with pytest.raises(LoginTaken):
            open_account(login=login, resident_id=person)
    with pytest.raises(LoginTaken):
        add_desk(login="lin")
    add_desk()
    with pytest.raises(LoginTaken):
        add_desk(city="430200")
    assert (Account.objects.count(), Staff.objects.count()) == (2, 1)


def test_a_new_account_has_no_password_until_one_is_set(settings: Settings) -> None:
    # The real hashers are slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_account(login="lin", resident_id=register_lin())
    assert authenticate(username="lin", password="") is None
    set_password("lin", "a long sample phrase")
    account = authenticate(username="lin", password="a long sample phrase")
    assert isinstance(account, Account)
    assert authenticate(username="lin", password="wrong") is None
    assert "lin" not in str(account)


def test_demo_cards_show_in_demo_mode_only(settings: Settings) -> None:
    lin = register_lin()
    enrol_employee(lin)
    open_account(login="lin", resident_id=lin, demo=True)
    add_desk()
    add_desk(login="desk-2", demo=False)
    settings.RONGCHENG_DEMO = True
    desk = "H43010299999"
    assert list_demo_cards(METRO) == [
        DemoCard("lin", "resident", "", "林样例", METRO, "430300", "", "employee", "in_service"),
        DemoCard("desk-1", "staff", "desk", "样例·乙", METRO, "430100", desk, "", ""),
    ]
    assert list_demo_cards("othermetro") == []
    assert demo_account("lin").login == "lin"
    with pytest.raises(DemoClosed):
        demo_account("desk-2")
    settings.RONGCHENG_DEMO = False
    assert list_demo_cards(METRO) == []
    with pytest.raises(DemoClosed):
        demo_account("lin")


@pytest.mark.parametrize(
    ("role", "institution"),
    [("desk", None), ("clerk", "H43010299999"), ("officer", "H43010299999"), ("judge", None)],
)
def test_a_desk_and_nobody_else_belongs_to_an_institution(
    role: str, institution: str | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_staff(
            login="x",
            metro=METRO,
            name="样例·丙",
            role=role,
            city="430100",
            institution_code=institution,
        )
    assert Staff.objects.count() == 0


def test_an_account_without_an_owner_cannot_be() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(login="nobody", password="x")
    assert Account.objects.count() == 0
