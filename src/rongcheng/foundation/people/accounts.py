"""Sign-in (登录): as whom an account acts, for a resident or a member of staff."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from rongcheng.foundation.people.account_models import OF_A_DEPARTMENT
from rongcheng.foundation.people.delegation.acting import acting_actor
from rongcheng.foundation.people.errors import AccountUnknown, DemoClosed, LoginTaken
from rongcheng.foundation.people.models import Account, Insurance, Staff
from rongcheng.foundation.people.passwords import normal_form
from rongcheng.foundation.people.sign_in_errors import NoDepartment
from rongcheng.foundation.people.types import DemoCard
from rongcheng.kernel.errors import shown
from rongcheng.web.actor import Actor, NotEntrusted

ACTING_KEY = "acting"
"""Under which word a session keeps the number of the mandate that it works under."""
_STAFF_IDS = UUID("6f1d3c52-8f0e-5b7a-9c39-2a6f0b6f7d11")


def open_account(*, login: str, resident_id: UUID, demo: bool = False) -> None:
    """Give a resident a sign-in name (开通账号), once; it has no password until one is set.

    Raises LoginTaken if the name is somebody else's or the resident has another.
    """
    _open(Account(login=login, resident_id=resident_id, demo=demo))


def add_staff(
    *,
    login: str,
    metro: str,
    name: str,
    role: str,
    city: str,
    institution_code: str | None = None,
    department: str = "",
    demo: bool = False,
) -> UUID:
    """Add a member of staff with a sign-in name (新增工作人员), once, and return the opaque id.

    `role` is a word of `Role`; a desk names its institution. `city` is the province's code for
    those who work in its authorities, `department` empty for whoever works for all departments of
    the city. Raises LoginTaken, NoDepartment.
    """
    if department and role not in OF_A_DEPARTMENT:
        raise NoDepartment()
    # Derived from the sign-in name, so that repeating the action meets the same row.
    staff_id = uuid5(_STAFF_IDS, login)
    staff = Staff(
        id=staff_id,
        metro=metro,
        name=name,
        role=role,
        city=city,
        institution_code=institution_code,
        department=department,
    )
    with transaction.atomic():
        Staff.objects.bulk_create([staff], ignore_conflicts=True)
        if not Staff.objects.filter(
            id=staff_id, metro=metro, name=name, role=role, city=city
        ).exists():
            raise LoginTaken(login=shown(login))
        _open(Account(login=login, staff_id=staff_id, demo=demo))
    return staff_id


def set_password(login: str, password: str) -> None:
    """Set an account's password (设置密码), for programs and tests; raises AccountUnknown.

    People choose theirs with `change_password`, which refuses weak ones.
    """
    account = _account(login)
    account.set_password(normal_form(password))
    account.save(update_fields=["password"])


def list_demo_cards(metro: str) -> list[DemoCard]:
    """Return a card for every demo account of a metro area, by two queries; none unless in demo.

    Residents come first, then staff by role and city.
    """
    if not settings.RONGCHENG_DEMO:
        return []
    accounts = Account.objects.filter(
        Q(resident__metro=metro) | Q(staff__metro=metro), demo=True, is_active=True
    )
    insured = Insurance.objects.filter(resident__account__in=accounts).order_by("-insured_from")
    oldest = {row.resident_id: row for row in insured}
    cards = [_card_of(account, oldest.get(account.resident_id)) for account in accounts]
    return sorted(cards, key=lambda card: (card.kind, card.role, card.city, card.login))


def demo_account(login: str) -> Account:
    """Return the account behind a demo card; raises DemoClosed for anything else."""
    if settings.RONGCHENG_DEMO:
        for account in Account.objects.filter(login=login, demo=True, is_active=True):
            return account
    raise DemoClosed()


def actor_of_account(account: Account) -> Actor:
    """Return as whom an account acts: its resident or its member of staff."""
    if account.resident is not None:
        person = account.resident
        return Actor(
            "resident",
            str(person.id),
            label=person.name,
            city=person.home_city,
            person_id=person.id,
            metro=person.metro,
        )
    staff = account.staff
    if staff is None:
        raise AccountUnknown(login=account.login)
    return Actor(
        "staff",
        str(staff.id),
        label=staff.name,
        role=staff.role,
        city=staff.city,
        institution=staff.institution_code or "",
        metro=staff.metro,
        department=staff.department,
    )


def signed_in_actor(request: HttpRequest) -> Actor | None:
    """Return who is signed in at this request; the web floor asks through `use_actor_source`."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or not user.is_active:
        return None
    actor = actor_of_account(user)
    # A request that a program builds by hand has no session and acts for nobody.
    number = getattr(request, "session", {}).get(ACTING_KEY)
    return actor if number is None else acting_actor(actor, number)


def start_acting(request: HttpRequest, actor: Actor, number: int) -> Actor:
    """Let this session work for another (开始代办) until it is told to stop, and return as whom.

    Forms that were opened before are refused from now on, so that nothing meant for oneself is
    done for the other. Raises MandateUnknown, and NotEntrusted for one that opens nothing today.
    """
    acting = acting_actor(actor, number)
    if not acting.matters:
        why = acting.why_closed("")
        raise NotEntrusted(name=acting.acting_name, why_zh=why.zh, why_en=why.en)
    request.session[ACTING_KEY] = number
    rotate_token(request)
    return acting


def stop_acting(request: HttpRequest) -> None:
    """Let this session work for its own resident again (停止代办)."""
    if request.session.pop(ACTING_KEY, None) is not None:
        rotate_token(request)


def _open(account: Account) -> None:
    account.set_unusable_password()
    Account.objects.bulk_create([account], ignore_conflicts=True)
    stored = Account.objects.filter(login=account.login).first()
    owner = (account.resident_id, account.staff_id)
    if stored is None or (stored.resident_id, stored.staff_id) != owner:
        raise LoginTaken(login=shown(account.login))


def _account(login: str) -> Account:
    account = Account.objects.filter(login=login).first()
    if account is None:
        raise AccountUnknown(login=shown(login))
    return account


def _card_of(account: Account, insurance: Insurance | None) -> DemoCard:
    actor = actor_of_account(account)
    return DemoCard(
        account.login,
        actor.kind,
        actor.role,
        actor.label,
        actor.metro,
        actor.city,
        actor.institution,
        insurance.scheme if insurance else "",
        insurance.standing if insurance else "",
    )
