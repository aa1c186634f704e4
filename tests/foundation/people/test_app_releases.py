"""A release holds whoever comes at the same moment, under whatever name, and stays as written."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple
from uuid import UUID

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people.city_apps.errors import (
    AppAccountMoved,
    AppBlocked,
    SignInExpired,
)
from rongcheng.foundation.people.city_apps.linking import AppEntry, sign_in_by_app
from rongcheng.foundation.people.city_apps.releasing import (
    held_link,
    lift_block,
    list_app_links,
    release_link,
)
from rongcheng.foundation.people.city_apps.verifying import AppPerson
from rongcheng.foundation.people.models import AppRelease, AppReleaseLift, SignInSession
from rongcheng.foundation.people.sessions import SessionStore, note_app_link
from rongcheng.policy.editions import publish
from rongcheng.web.actor import Actor
from tests.foundation.people.samples import CHEN, LIN
from tests.foundation.people.test_app_sign_in import app_of
from tests.foundation.threads import at_once
from tests.services.government.packs import book_of

METRO = "changzhutan"
APP = app_of("430100")._replace(metro=METRO)
PERSON = AppPerson("subject-of-lin", "林样例", LIN)
CLERK = Actor("staff", "clerk-1", label="样例经办", role="clerk", metro=METRO)


class Linked(NamedTuple):
    """Ms Lin, signed in by an app once."""

    person: UUID
    entry: AppEntry

    def release(self, reason: str = "taken_over") -> None:
        release_link(CLERK, self.person, self.entry.link, reason)


def linked() -> Linked:
    publish(book_of(METRO).pack, by="tests")
    entry = sign_in_by_app(APP, PERSON)
    assert entry.account.resident_id is not None
    return Linked(entry.account.resident_id, entry)


def open_session(entry: AppEntry) -> str:
    """Do what the page does with a verified account; return the session's key."""
    request = HttpRequest()
    request.session = SessionStore()
    with held_link(entry.account, entry.link):
        request.session["_auth_user_id"] = str(entry.account.pk)
        note_app_link(request, entry.link)
    return str(request.session.session_key)


@pytest.mark.django_db(transaction=True)
def test_sign_ins_at_the_moment_of_a_release_leave_neither_link_nor_session() -> None:
    lin = linked()

    def come() -> str:
        return open_session(sign_in_by_app(APP, PERSON))

    for _ in range(3):
        found = at_once([come] * 6 + [lin.release] + [come] * 5)
        failed = [one for one in found if isinstance(one, Exception)]
        assert all(isinstance(one, AppBlocked | SignInExpired) for one in failed), failed
        assert SocialAccount.objects.count() == SignInSession.objects.count() == 0
        lift_block(CLERK, lin.person, AppRelease.objects.latest("id").pk)
        lin = Linked(lin.person, sign_in_by_app(APP, PERSON))
    assert AppRelease.objects.count() == AppReleaseLift.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_released_and_lifted_by_many_at_once_it_is_done_and_told_once() -> None:
    lin = linked()
    assert at_once([lin.release] * 8) == [None] * 8
    (row,) = AppRelease.objects.all()
    assert at_once([partial(lift_block, CLERK, lin.person, row.pk)] * 8) == [None] * 8
    assert AppReleaseLift.objects.count() == 1
    keys = sorted(notice.title_key for notice in notices_of(lin.person, 9))
    assert keys == ["portal.app_links.notice.blocked", "portal.app_links.notice.lifted"]


@pytest.mark.django_db
def test_another_account_of_the_blocked_app_is_refused_as_well() -> None:
    lin = linked()
    lin.release("not_mine")
    for subject in ("subject-of-lin", "another-subject"):
        with pytest.raises(AppBlocked):
            sign_in_by_app(APP, PERSON._replace(subject=subject))
    assert SocialAccount.objects.count() == 0
    # What was wrongly hers may be linked to whom it belongs to, and she has other apps.
    assert sign_in_by_app(APP, AppPerson("subject-of-lin", "陈样例", CHEN)).link
    assert sign_in_by_app(app_of("430200")._replace(metro=METRO), PERSON).account == (
        lin.entry.account
    )


@pytest.mark.django_db
def test_a_block_outlives_a_new_address_of_the_app() -> None:
    linked().release()
    with pytest.raises(AppBlocked):
        sign_in_by_app(APP._replace(issuer="https://moved.example"), PERSON)


@pytest.mark.django_db
def test_a_second_account_at_the_app_stays_when_the_first_is_released() -> None:
    lin = linked()
    second = PERSON._replace(subject="her-own")
    kept = sign_in_by_app(APP, second)
    lin.release("not_mine")
    assert sign_in_by_app(APP, second) == kept
    assert [row.number for row in list_app_links(lin.person)] == [kept.link]


@pytest.mark.django_db
def test_a_name_of_somebody_else_is_still_refused_while_linked() -> None:
    linked()
    with pytest.raises(AppAccountMoved):
        sign_in_by_app(APP, AppPerson("subject-of-lin", "陈样例", CHEN))


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["people_app_release", "people_app_release_lift"])
@pytest.mark.parametrize("statement", ["update {} set by_label = 'x'", "delete from {}"])
def test_what_was_written_stays(table: str, statement: str) -> None:
    lin = linked()
    lin.release()
    lift_block(CLERK, lin.person, AppRelease.objects.get().pk)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table))
    assert AppRelease.objects.get().by_label == AppReleaseLift.objects.get().by_label == "样例经办"
