"""Accounts of staff (工作人员账号): initial passwords, changes, unlocking, leaving, returning.

Each act may be repeated; each that changes something is written to the account's events. Whoever
acts through a page is an officer of the same city and never acts on herself; the command line acts
as the system.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rongcheng.foundation.people.account_events import note_event
from rongcheng.foundation.people.account_models import OF_A_DEPARTMENT
from rongcheng.foundation.people.limits import (
    forget_tries,
    give_back,
    resting_among,
    resting_until,
    take_try,
)
from rongcheng.foundation.people.models import Account, SignInSession, Staff
from rongcheng.foundation.people.passwords import (
    check_new_password,
    new_initial_password,
    normal_form,
)
from rongcheng.foundation.people.second_factor import (
    needs_code,
    remove_second_factor,
    with_authenticator,
)
from rongcheng.foundation.people.sign_in_errors import (
    NoDepartment,
    NotOneself,
    PasswordWrong,
    StaffUnknown,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import SYSTEM, Actor

# What counts a member's tries, and under which subject: all of it is shown and unlocked together.
_SUBJECTS: dict[str, Callable[[Account], str]] = {
    "sign_in_name": lambda account: account.login,
    "second_factor": lambda account: str(account.pk),
    "counter_lookup": lambda account: str(account.staff_id),
    "counter_miss": lambda account: str(account.staff_id),
}


class StaffAccountInfo(NamedTuple):
    """A member of staff as her office sees her (工作人员账号信息)."""

    account_id: int
    staff_id: UUID
    login: str
    name: str
    role: str
    metro: str
    city: str
    institution: str
    active: bool
    initial_password: bool
    code_needed: bool
    authenticator: bool
    resting_until: datetime | None
    department: str = ""


def list_staff_accounts(actor: Actor) -> list[StaffAccountInfo]:
    """Return the accounts of the staff whom this actor may see, by city, role and name."""
    staff = Staff.objects.visible_to(actor)
    rows = Account.objects.filter(staff__in=staff).order_by("staff__city", "staff__role", "login")
    set_up = with_authenticator(rows)
    resting = {
        kind: resting_among(kind, [subject_of(row) for row in rows])
        for kind, subject_of in _SUBJECTS.items()
    }
    found = []
    for row in rows:
        held = (resting[kind].get(subject_of(row)) for kind, subject_of in _SUBJECTS.items())
        until = max((moment for moment in held if moment), default=None)
        found.append(staff_account_info(row, authenticator=row.pk in set_up, until=until))
    return found


def issue_password(login: str) -> str:
    """Return a new initial password (发放初始密码), to be changed at the first sign-in.

    It is shown once, on the command line only: an office that could also reset an authenticator
    must not be able to become one of its clerks. All sessions end. Raises StaffUnknown.
    """
    account = _staff_account(login, SYSTEM)
    password = new_initial_password()
    with transaction.atomic():
        account.set_password(password)
        account.password_temporary = True
        account.save(update_fields=["password", "password_temporary"])
        end_sessions(account)
        note_event(account, "password_issued", SYSTEM)
    _forget_all_tries(account)
    return password


def change_password(account: Account, password: str) -> None:
    """Set the password that its owner chose; every session ends, the caller's begins anew.

    Raises PasswordTooWeak.
    """
    chosen = normal_form(password)
    check_new_password(chosen, account.login)
    with transaction.atomic():
        account.set_password(chosen)
        account.password_temporary = False
        account.save(update_fields=["password", "password_temporary"])
        end_sessions(account)
        note_event(account, "password_changed")


def check_password(account: Account, password: str) -> None:
    """Ask for the present password again; tries count as at sign-in.

    Raises TooManyTries and PasswordWrong.
    """
    take_try("sign_in_name", account.login)
    if not account.check_password(normal_form(password)):
        raise PasswordWrong()
    forget_tries("sign_in_name", account.login)


def reset_second_factor(login: str, by: Actor) -> None:
    """Take a lost authenticator away (重置验证器); the next sign-in sets up a new one.

    All sessions end. Raises StaffUnknown, NotOneself.
    """
    account = _staff_account(login, by)
    with transaction.atomic():
        removed = remove_second_factor(account)
        end_sessions(account)
        if removed:
            note_event(account, "factor_reset", by)
    forget_tries("second_factor", str(account.pk))


def unlock_account(login: str, by: Actor) -> bool:
    """Let a name that rests try again (解除锁定); False if it did not rest."""
    account = _staff_account(login, by)
    if not any(resting_until(kind, of(account)) for kind, of in _SUBJECTS.items()):
        return False
    _forget_all_tries(account)
    note_event(account, "unlocked", by)
    return True


def deactivate_staff(login: str, by: Actor) -> bool:
    """Close the account of whoever leaves (离岗停用); her sessions end. False if it was closed."""
    account = _staff_account(login, by)
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
            return False
        Staff.objects.filter(account=account).update(left_at=get_clock().now())
        end_sessions(account)
        note_event(account, "left", by)
    return True


def reactivate_staff(login: str, by: Actor) -> bool:
    """Open the account of whoever returns (恢复使用); authenticator and password are set anew.

    False if it was open. The command line then issues an initial password.
    """
    account = _staff_account(login, by)
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
            return False
        Staff.objects.filter(account=account).update(left_at=None)
        account.set_unusable_password()
        account.save(update_fields=["password"])
        remove_second_factor(account)
        note_event(account, "returned", by)
    return True


def move_staff(login: str, department: str, by: Actor) -> StaffAccountInfo:
    """Let a member of staff work in another department (调整部门), or in all (empty), from now on.

    Returns her as she works now; the same again changes nothing. Whether the city has the
    department is for the caller to know. Raises StaffUnknown, NotOneself, NoDepartment.
    """
    account = _staff_account(login, by)
    with transaction.atomic():
        staff = Staff.objects.select_for_update().get(account=account)
        if department and staff.role not in OF_A_DEPARTMENT:
            raise NoDepartment()
        if staff.department != department:
            staff.department = department
            staff.save(update_fields=["department"])
            note_event(account, "moved", by)
    account = Account.objects.get(pk=account.pk)
    return staff_account_info(account, authenticator=False, until=None)


def sign_out_everywhere(account: Account) -> None:
    """End every session of an account (退出全部设备), the caller's own too."""
    with transaction.atomic():
        end_sessions(account)
        note_event(account, "signed_out")


def end_sessions(account: Account) -> None:
    """End every session of an account: the marks they carry no longer fit.

    The rows stay until they expire, so that whoever comes with one is told why it ended.
    """
    Account.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    account.refresh_from_db(fields=["session_epoch"])
    SignInSession.objects.filter(account_id=account.pk).update(account=None)


def count_sessions(account: Account) -> int:
    """Return in how many places an account is signed in."""
    return SignInSession.objects.filter(
        account_id=account.pk, expire_date__gt=get_clock().now()
    ).count()


def begin_try(login: str, address: str) -> None:
    """Count a sign-in's try, for its name and for its address; raises TooManyTries."""
    take_try("sign_in_address", address)
    take_try("sign_in_name", login)


def try_was_right(login: str, address: str) -> None:
    """Forget the tries of a name that gave the right password; its address gets one back."""
    forget_tries("sign_in_name", login)
    give_back("sign_in_address", address)


def staff_account_info(
    row: Account, *, authenticator: bool, until: datetime | None
) -> StaffAccountInfo:
    """Return a stored account of a member of staff as a plain value."""
    staff = row.staff
    if staff is None:
        raise StaffUnknown()
    return StaffAccountInfo(
        row.pk,
        staff.id,
        row.login,
        staff.name,
        staff.role,
        staff.metro,
        staff.city,
        staff.institution_code or "",
        row.is_active,
        row.password_temporary,
        needs_code(row),
        authenticator,
        until,
        staff.department,
    )


def _staff_account(login: str, by: Actor) -> Account:
    """Return the account that this actor may act on; raises StaffUnknown, NotOneself."""
    visible = Staff.objects.visible_to(by)
    account = Account.objects.filter(login=login, staff__in=visible).first()
    if account is None or (by != SYSTEM and by.role != "office"):
        raise StaffUnknown()
    if by.kind == "staff" and str(account.staff_id) == by.id:
        raise NotOneself()
    return account


def _forget_all_tries(account: Account) -> None:
    for kind, subject_of in _SUBJECTS.items():
        forget_tries(kind, subject_of(account))
