"""`rongcheng staff`: sign-ins of members of staff, by whoever runs the installation."""

from __future__ import annotations

from rongcheng.commands.errors import StaffFactMissing
from rongcheng.commands.output import say
from rongcheng.foundation.cases.public import release_unseen_turns
from rongcheng.foundation.institutions.public import get_institution
from rongcheng.foundation.people.public import (
    StaffAccountInfo,
    add_staff,
    deactivate_staff,
    issue_password,
    list_staff_accounts,
    move_staff,
    reactivate_staff,
    reset_second_factor,
    unlock_account,
)
from rongcheng.policy.editions import current_book
from rongcheng.runtime.console import chosen_language, line
from rongcheng.web.actor import SYSTEM

OF_AUTHORITIES = ("officer", "head")
"""Roles that authorities of the province have, too."""
ACTS = ("add", "list", "password", "reset", "unlock", "close", "open", "move")


def act_on_staff(
    *,
    act: str,
    login: str,
    metro: str,
    name: str,
    role: str,
    city: str,
    institution: str,
    department: str = "",
) -> int:
    """Do one act and say what it did; an initial password is printed once."""
    if act == "list":
        for row in list_staff_accounts(SYSTEM):
            say(_shown(row))
        return 0
    if not login:
        raise StaffFactMissing(act=act, fact="LOGIN")
    if act == "add":
        facts = {"--metro": metro, "--name": name, "--role": role, "--city": city}
        if role == "desk":
            facts["--institution"] = institution
        for fact, given in facts.items():
            if not given:
                raise StaffFactMissing(act=act, fact=fact)
        _check_department(act, metro, department)
        _add(
            login,
            metro=metro,
            name=name,
            role=role,
            city=city,
            institution=institution,
            department=department,
        )
    elif act == "move":
        _move(login, department)
    elif act == "password":
        _tell_password(login)
    elif act == "reset":
        reset_second_factor(login, SYSTEM)
        say(line("staff_reset", login=login))
    elif act == "unlock":
        known = "staff_unlocked" if unlock_account(login, SYSTEM) else "staff_not_locked"
        say(line(known, login=login))
    elif act == "close":
        deactivate_staff(login, SYSTEM)
        say(line("staff_closed", login=login))
    else:
        reactivate_staff(login, SYSTEM)
        say(line("staff_opened", login=login))
        _tell_password(login)
    return 0


def _check_department(act: str, metro: str, department: str) -> None:
    known = current_book(metro).departments()
    if department and department not in known:
        raise StaffFactMissing(act=act, fact=f"--department ({', '.join(known)})")


def _move(login: str, department: str) -> None:
    """Let somebody work in another department; what she no longer sees goes back to its queue."""
    for row in list_staff_accounts(SYSTEM):
        if row.login == login:
            _check_department("move", row.metro, department)
    moved = move_staff(login, department, SYSTEM)
    count = release_unseen_turns(moved.staff_id, moved.department)
    say(line("staff_moved", login=login, department=department or "*", count=count))


def _add(
    login: str,
    *,
    metro: str,
    name: str,
    role: str,
    city: str,
    institution: str,
    department: str,
) -> None:
    book = current_book(metro)
    places = {known.code for known in book.cities()}
    if role in OF_AUTHORITIES:
        places.add(book.metro_area().province.code)
    if city not in places:
        raise StaffFactMissing(act="add", fact=f"--city ({', '.join(sorted(places))})")
    if institution:
        get_institution(institution)
    known = {row.login for row in list_staff_accounts(SYSTEM)}
    add_staff(
        login=login,
        metro=metro,
        name=name,
        role=role,
        city=city,
        institution_code=institution or None,
        department=department,
    )
    if login in known:
        # Repeated: a new password now would end the sign-ins of somebody at work.
        say(line("staff_known", login=login))
        return
    say(line("staff_added", login=login))
    _tell_password(login)


def _tell_password(login: str) -> None:
    say(line("staff_password", password=issue_password(login)))


def _shown(row: StaffAccountInfo) -> str:
    states = []
    if not row.active:
        states.append(line("staff_state_closed"))
    if row.initial_password:
        states.append(line("staff_state_initial"))
    if row.active and row.code_needed and not row.authenticator:
        states.append(line("staff_state_no_authenticator"))
    if row.resting_until is not None:
        states.append(line("staff_state_resting", until=f"{row.resting_until:%H:%M}"))
    between = "、" if chosen_language() == "zh" else ", "
    place = row.institution or " · ".join(filter(None, (row.city, row.department)))
    return f"{row.login}  {row.role}  {place}  {row.name}  {between.join(states)}".rstrip()
