"""Sign-ins of staff: passwords that hold, resets, leaving; each act written once and for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import AccountEvent, Staff
from rongcheng.foundation.people.passwords import check_new_password, new_initial_password
from rongcheng.web.actor import SYSTEM, Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
GOOD = "tea-kettle-on-the-hill"


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """What keeps guessers waiting would keep the tests waiting too."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def add(login: str, role: str = "clerk", city: str = "430300") -> people.Account:
    people.add_staff(login=login, metro="changzhutan", name=f"样例·{login}", role=role, city=city)
    return people.Account.objects.get(login=login)


def officer(city: str = "430300") -> Actor:
    return people.actor_of_account(add(f"office-{city}", "office", city))


def kinds(account: people.Account) -> list[str]:
    return [event.kind for event in people.list_events(account)]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kettle-hill", "不到 12 个字"),
        ("x" * 129, "超过 128 个字"),
        ("abababababababab", "重复的字太多"),
        ("my-clerk-1-password", "里面有登录名或本系统的名字"),
        ("RongCheng-xiangtan", "里面有登录名或本系统的名字"),
        ("password123456", "用的人太多"),
        ("qwertyuiop2026!", "用的人太多"),
        ("123456789012", "用的人太多"),
        ("987654321098", "用的人太多"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: str) -> None:
    account = add("clerk-1")
    people.set_password("clerk-1", GOOD)
    account.refresh_from_db()
    with pytest.raises(people.PasswordTooWeak) as refused:
        people.change_password(account, password)
    assert why in refused.value.message("zh")
    assert password not in str(refused.value)
    account.refresh_from_db()
    assert account.check_password(GOOD)
    assert kinds(account) == []


@pytest.mark.parametrize("password", [GOOD, "四个不相干的词放在一起好记", "ünïted kettle hïll"])
def test_good_passwords_of_any_script(password: str) -> None:
    check_new_password(password, "clerk-1")


def test_a_password_typed_in_another_form_is_the_same() -> None:
    account = add("clerk-1")
    people.change_password(account, "caf\u00e9-kettle-hill")
    people.check_password(account, "cafe\u0301-kettle-hill")


def test_initial_passwords_differ_and_pass_the_rules() -> None:
    found = {new_initial_password() for _ in range(50)}
    assert len(found) == 50
    for password in found:
        check_new_password(password, "clerk-1")


def test_asking_for_the_present_password_counts_tries() -> None:
    account = add("clerk-1")
    people.set_password("clerk-1", GOOD)
    account.refresh_from_db()
    for _ in range(8):
        with pytest.raises(people.PasswordWrong):
            people.check_password(account, "wrong")
    with pytest.raises(people.TooManyTries):
        people.check_password(account, GOOD)


def test_an_office_unlocks_its_own_city_only() -> None:
    account = add("clerk-1")
    for _ in range(8):
        people.take_try("sign_in_name", "clerk-1")
    with pytest.raises(people.StaffUnknown):
        people.unlock_account("clerk-1", officer("430100"))
    assert people.resting_until("sign_in_name", "clerk-1") is not None
    assert kinds(account) == []
    ours = officer()
    assert people.unlock_account("clerk-1", ours) is True
    assert people.resting_until("sign_in_name", "clerk-1") is None
    assert people.unlock_account("clerk-1", ours) is False
    assert kinds(account) == ["unlocked"]


@pytest.mark.parametrize("act", [people.unlock_account, people.reset_second_factor,
                                 people.deactivate_staff, people.reactivate_staff])  # fmt: skip
def test_only_an_office_acts_and_never_on_itself(act: object) -> None:
    assert callable(act)
    account = add("clerk-1")
    ours = officer()
    for by in (people.actor_of_account(add("clerk-2")), people.actor_of_account(account)):
        with pytest.raises(people.StaffUnknown):
            act("clerk-1", by)
    with pytest.raises(people.NotOneself):
        act("office-430300", ours)
    with pytest.raises(people.StaffUnknown):
        act("nobody", ours)
    assert AccountEvent.objects.count() == 0
    assert people.Account.objects.filter(is_active=True).count() == 3


def test_leaving_and_returning() -> None:
    account, ours = add("clerk-1"), officer()
    people.change_password(account, GOOD)
    epoch = account.session_epoch
    assert people.deactivate_staff("clerk-1", ours) is True
    assert people.deactivate_staff("clerk-1", ours) is False
    account.refresh_from_db()
    assert (account.is_active, account.session_epoch) == (False, epoch + 1)
    assert Staff.objects.get(account=account).left_at is not None
    assert people.reactivate_staff("clerk-1", ours) is True
    assert people.reactivate_staff("clerk-1", ours) is False
    account.refresh_from_db()
    assert account.is_active
    assert not account.has_usable_password()
    assert Staff.objects.get(account=account).left_at is None
    assert kinds(account) == ["returned", "left", "password_changed"]
    assert people.list_events(account)[1].by_label == "样例·office-430300"


def test_a_counter_that_rests_is_shown_and_unlocked_too() -> None:
    account, ours = add("clerk-1"), officer()
    clerk = people.actor_of_account(account)
    for _ in range(12):
        with pytest.raises(people.ResidentNotFound), people.counted_lookup(clerk):
            raise people.ResidentNotFound
    rows = {row.login: row.resting_until for row in people.list_staff_accounts(ours)}
    assert rows["clerk-1"] is not None
    assert rows["office-430300"] is None
    assert people.unlock_account("clerk-1", ours) is True
    with people.counted_lookup(clerk):
        pass


def test_an_initial_password_unlocks_and_must_be_changed() -> None:
    account = add("clerk-1")
    for _ in range(8):
        people.take_try("sign_in_name", "clerk-1")
    password = people.issue_password("clerk-1")
    account.refresh_from_db()
    assert account.check_password(password)
    assert account.password_temporary
    assert people.resting_until("sign_in_name", "clerk-1") is None


def test_the_list_shows_who_stands_how() -> None:
    ours = officer()
    add("clerk-1")
    add("clerk-2", city="430100")
    people.issue_password("clerk-1")
    for _ in range(8):
        people.take_try("sign_in_name", "clerk-1")
    rows = {row.login: row for row in people.list_staff_accounts(ours)}
    assert set(rows) == {"clerk-1", "office-430300"}
    row = rows["clerk-1"]
    assert (row.active, row.initial_password, row.code_needed) == (True, True, True)
    assert row.authenticator is False
    assert row.resting_until is not None
    assert len(people.list_staff_accounts(SYSTEM)) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "update people_account_event set kind = 'left'",
        "delete from people_account_event",
        "truncate people_account_event",
    ],
)
def test_what_happened_cannot_be_changed(statement: str) -> None:
    account = add("clerk-1")
    people.issue_password("clerk-1")
    with connection.cursor() as cursor:
        # Nothing pending may stand in the way of the statement itself.
        cursor.execute("set constraints all immediate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert kinds(account) == ["password_issued"]
