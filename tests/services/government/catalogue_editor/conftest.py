"""What the editor's tests stand on: published items, two people of the office, a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.people.public import add_staff, demo_account
from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.dates import parse_datetime
from rongcheng.policy.editions import publish
from rongcheng.web import i18n
from rongcheng.web.actor import Actor
from tests.services.government.packs import METROS, book_of

METRO = "changzhutan"
AUTHOR = Actor("staff", "office-a", label="样例·甲", role="office", city="430100", metro=METRO)
COLLEAGUE = Actor("staff", "office-b", label="样例·乙", role="office", city="430200", metro=METRO)


@pytest.fixture(autouse=True)
def strict_words() -> Iterator[None]:
    """A missing sentence or parameter fails the test instead of showing its key."""
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


@pytest.fixture(autouse=True)
def may_2026() -> Iterator[FixedClock]:
    """Wednesday, 20 May 2026, ten o'clock."""
    with use_clock(FixedClock(parse_datetime("2026-05-20 10:00:00"))) as clock:
        yield clock


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


@pytest.fixture
def published(db: None) -> None:
    """Both metro areas with their current policy."""
    for metro in METROS:
        publish(book_of(metro).pack, by="tests")


@pytest.fixture
def office(published: None, settings: Any) -> dict[str, Client]:
    """Browsers of two people of the office, a clerk, and the office of the other metro area."""
    settings.RONGCHENG_DEMO = True
    people = {
        "author": ("office", METRO, "430100"),
        "colleague": ("office", METRO, "430200"),
        "clerk": ("clerk", METRO, "430100"),
        "far": ("office", "chengdemeizi", "510100"),
    }
    clients = {}
    for login, (role, metro, city) in people.items():
        add_staff(
            login=login,
            metro=metro,
            name=f"样例·{login}",
            role=role,
            city=city,
            institution_code=None,
            demo=True,
        )
        clients[login] = Client()
        clients[login].force_login(demo_account(login))
    return clients
