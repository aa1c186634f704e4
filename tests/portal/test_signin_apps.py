"""Signing in by a city's app, over real HTTP, with an app that behaves and one that does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from rongcheng.foundation.people.city_apps.keys import forget_apps
from rongcheng.foundation.people.models import Account, Resident
from rongcheng.foundation.people.public import actor_of_account
from rongcheng.policy.pack import Pack
from tests.portal.app_provider import (
    CHANGSHA,
    CHEN,
    LIN,
    XIANGTAN,
    ZHUZHOU,
    Provider,
    running_provider,
    sign_in,
)


@pytest.fixture(scope="module")
def process(packs: dict[str, Pack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """One reference app for all tests of this file."""
    with running_provider(tmp_path_factory.mktemp("app"), list(packs.values())) as found:
        yield found


@pytest.fixture
def app(process: Provider, published: object, settings: object) -> Iterator[Provider]:
    """The reference app, connected and behaving."""
    settings.RONGCHENG_APPS = process.setting  # type: ignore[attr-defined]
    forget_apps()
    process.switch()
    yield process
    process.switch()


def who(client: Client) -> Account | None:
    found = client.session.get("_auth_user_id")
    return Account.objects.get(pk=found) if found else None


def test_a_resident_comes_back_as_herself(app: Provider, client: Client) -> None:
    answer = sign_in(app, client, CHANGSHA, LIN)
    assert (answer.status_code, answer["Location"]) == (302, "/me/settlements")
    account = who(client)
    assert account is not None
    actor = actor_of_account(account)
    assert (actor.kind, actor.label, actor.metro) == ("resident", "样例·林", "changzhutan")
    resident = Resident.objects.get(pk=actor.person_id)
    assert str(resident.born_on) == "1990-03-07"
    assert resident.home_city == CHANGSHA
