"""Who is signed in: asked once a request, and whatever ended or changed counts at the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import Resident, SignInSession, Staff
from rongcheng.foundation.people.second_factor import confirm_authenticator, new_secret
from rongcheng.foundation.people.staff_accounts import deactivate_staff, reset_second_factor
from rongcheng.kernel.clock import FixedClock
from rongcheng.web.actor import SYSTEM, Actor, actor_of
from tests.foundation.people.samples import METRO, register_lin
from tests.portal.staff_steps import PASSWORD, QUICK_HASHER, account_named, code_at

pytestmark = pytest.mark.django_db

PAGE = "/help"
"""A page that asks the database nothing by itself."""


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [QUICK_HASHER]


def signed_in(login: str) -> Client:
    """A browser in which an account is signed in and was just used."""
    client = Client()
    client.force_login(account_named(login))
    return client


def clerk() -> Client:
    """A clerk of Changsha with a second factor."""
    people.add_staff(login="wang", metro=METRO, name="样例·王", role="clerk", city="430100")
    secret = new_secret()
    confirm_authenticator(account_named("wang"), secret, code_at(secret, -1))
    return signed_in("wang")


def resident() -> Client:
    people.open_account(login="lin", resident_id=register_lin())
    return signed_in("lin")


def queries(client: Client) -> list[str]:
    """Return what a page that needs nothing else asks the database."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(PAGE).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


def seen_as(client: Client) -> Actor | None:
    """Return as whom the next request works."""
    return actor_of(client.get("/session").wsgi_request)


@pytest.mark.parametrize("make", [clerk, resident])
def test_a_request_asks_once_who_is_signed_in(
    make: Callable[[], Client], clock: FixedClock
) -> None:
    client = make()
    asked = queries(client)
    assert len(asked) == 1
    assert all(
        table in asked[0]
        for table in ("people_session", "people_account", "people_resident", "people_staff")
    )
    clock.advance(timedelta(seconds=59))
    assert len(queries(client)) == 1
    # Once a minute it notes that somebody is there; that takes no look.
    clock.advance(timedelta(seconds=1))
    noted = queries(client)
    assert [sql.split()[0] for sql in noted] == ["SELECT", "UPDATE"]
    assert len(queries(client)) == 1


def test_a_visitor_asks_nothing_and_one_without_an_account_once() -> None:
    assert queries(Client()) == []
    client = Client()
    session = client.session
    session["next"] = "/help"
    session.save()
    client.cookies["sessionid"] = session.session_key
    assert len(queries(client)) == 1
    assert seen_as(client) is None


def mark_of_before(client: Client) -> None:
    """What a request that was under way writes back after all sessions were ended."""
    held = client.session
    people.sign_out_everywhere(account_named("wang"))
    held["note"] = "late"
    held.save()
    assert SignInSession.objects.get().account is not None


ENDS: dict[str, Callable[[Client], object]] = {
    "signed out everywhere": lambda client: people.sign_out_everywhere(account_named("wang")),
    "password changed": lambda client: people.change_password(account_named("wang"), PASSWORD),
    "password issued anew": lambda client: people.issue_password("wang"),
    "authenticator reset": lambda client: reset_second_factor("wang", SYSTEM),
    "left": lambda client: deactivate_staff("wang", SYSTEM),
    "closed": lambda client: people.Account.objects.update(is_active=False),
    "epoch": lambda client: people.Account.objects.update(session_epoch=1),
    "password written": lambda client: people.set_password("wang", "another-long-phrase"),
    "row gone": lambda client: SignInSession.objects.all().delete(),
    "nobody's row": lambda client: SignInSession.objects.update(account=None),
    "written back late": mark_of_before,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_what_ends_a_sign_in_ends_it_at_the_next_request(end: Callable[[Client], object]) -> None:
    client = clerk()
    assert seen_as(client) is not None
    end(client)
    assert seen_as(client) is None
    assert SESSION_KEY not in client.session
    assert client.get("/counter").status_code == 302


def test_a_locked_name_keeps_out_and_does_not_end_what_is_open() -> None:
    """Whoever knows a name could else end her work by wrong passwords."""
    client = clerk()
    for _ in range(8):
        Client().post("/signin/staff", {"login": "wang", "password": "wrong"})
    assert seen_as(client) is not None


def test_where_and_as_what_she_works_counts_at_the_next_request() -> None:
    client = clerk()
    people.move_staff("wang", "market", SYSTEM)
    changed = seen_as(client)
    assert changed is not None
    assert (changed.role, changed.city, changed.department) == ("clerk", "430100", "market")
    Staff.objects.update(role="officer", city="430200", department="", name="样例·王二")
    assert seen_as(client) == Actor(
        "staff", changed.id, label="样例·王二", role="officer", city="430200", metro=METRO
    )
    Staff.objects.update(role="fund")
    assert client.get("/counter").status_code == 403


def test_where_a_resident_lives_counts_at_the_next_request() -> None:
    client = resident()
    Resident.objects.update(home_city="430100", name="林改名")
    actor = seen_as(client)
    assert actor is not None
    assert (actor.label, actor.city) == ("林改名", "430100")


@pytest.mark.parametrize(
    "change",
    [
        {HASH_SESSION_KEY: "0" * 64},
        {HASH_SESSION_KEY: ""},
        {BACKEND_SESSION_KEY: "somebody.elses.Backend"},
        {BACKEND_SESSION_KEY: None},
        {HASH_SESSION_KEY: None},
    ],
    ids=["another mark", "empty mark", "another backend", "no backend", "no mark"],
)
def test_a_session_that_does_not_fit_is_nobodys(change: dict[str, str | None]) -> None:
    client = clerk()
    held = client.session
    for key, value in change.items():
        del held[key]
        if value is not None:
            held[key] = value
    held.save()
    assert seen_as(client) is None
    assert client.get("/counter").status_code == 302


def test_a_session_is_only_the_account_of_its_row() -> None:
    client = clerk()
    resident()
    row = SignInSession.objects.get(account=account_named("wang"))
    SignInSession.objects.filter(pk=row.pk).update(account=account_named("lin"))
    assert seen_as(client) is None
