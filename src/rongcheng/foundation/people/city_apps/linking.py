"""The first sign-in and every later one (关联账号): one resident, one account, never two.

Every sign-in names the person by her ID number; the app's own account (its subject) must belong to
the same one. All rows are inserted by their constraints, so any number may come at once.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.actions import register_resident
from rongcheng.foundation.people.city_apps.errors import (
    AppAccountMoved,
    AppBlocked,
    AppNameDiffers,
    AppSignInClosed,
)
from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.city_apps.releasing import is_blocked, lock_account
from rongcheng.foundation.people.city_apps.verifying import AppPerson
from rongcheng.foundation.people.errors import RegisteredUnderAnotherName, ResidentNotFound
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.queries import find_resident_by_id_number
from rongcheng.web.actor import Actor


class AppEntry(NamedTuple):
    """Whom an app signs in: her account, and the number of the link by which she comes."""

    account: Account
    link: int


def sign_in_by_app(app: SignInApp, person: AppPerson, *, request_id: str = "") -> AppEntry:
    """Return the account of the person for whom an app vouches; both are made where they lack.

    Raises AppNameDiffers, AppAccountMoved, AppSignInClosed, AppBlocked: then nothing was changed,
    and the registered resident reads that somebody tried.
    """
    try:
        with transaction.atomic():
            resident_id = register_resident(
                metro=app.metro, name=person.name, id_number=person.id_number, home_city=app.city
            )
            entry = _linked_account(app, person.subject, resident_id)
            _record(app, resident_id, ["identity"], request_id)
    except RegisteredUnderAnotherName as fault:
        _record_refused(app, person, request_id)
        raise AppNameDiffers(**app.words()) from fault
    except (AppAccountMoved, AppSignInClosed, AppBlocked):
        _record_refused(app, person, request_id)
        raise
    return entry


def _linked_account(app: SignInApp, subject: str, resident_id: UUID) -> AppEntry:
    account = _account_of(resident_id)
    if not account.is_active:
        raise AppSignInClosed()
    # A release may be under way: whoever comes second sees what the first has written.
    lock_account(account)
    named = SocialAccount.objects.filter(provider=app.key, uid=subject)
    if not named.exists():
        if is_blocked(account, app.city):
            raise AppBlocked(**app.words())
        link = SocialAccount(user=account, provider=app.key, uid=subject, extra_data={})
        SocialAccount.objects.bulk_create([link], ignore_conflicts=True)
    stored = named.first()
    if stored is None or stored.user_id != account.pk:
        raise AppAccountMoved(**app.words())
    return AppEntry(account, stored.pk)


def _account_of(resident_id: UUID) -> Account:
    """Return the resident's account, made now where she has none; it has no password."""
    account = Account(login=f"resident-{resident_id}", resident_id=resident_id)
    account.set_unusable_password()
    Account.objects.bulk_create([account], ignore_conflicts=True)
    return Account.objects.get(resident_id=resident_id)


def _record(app: SignInApp, resident_id: UUID, data_kinds: list[str], request_id: str) -> None:
    # The look is ours: the app only led to it, and the office answers a question about it.
    actor = Actor("system", app.actor_id, label=app.title["zh"], city=app.city, metro=app.metro)
    record_access(
        actor=actor,
        application="web",
        purpose="sign_in",
        persons=[resident_id],
        data_kinds=data_kinds,
        request_id=request_id,
    )


def _record_refused(app: SignInApp, person: AppPerson, request_id: str) -> None:
    """Let whoever is registered under this number see that a sign-in was tried and refused."""
    try:
        known = find_resident_by_id_number(app.metro, person.id_number)
    except ResidentNotFound:
        return
    _record(app, known.id, ["lookup"], request_id)
