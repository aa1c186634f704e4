"""Signing in: cards in the demonstration only, passwords for staff, and no way off the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from rongcheng.portal.queries import list_demo_accounts


@pytest.fixture
def real() -> Iterator[None]:
    """A house that is no demonstration."""
    with override_settings(RONGCHENG_DEMO=False):
        yield


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_cards_stand_by_side_then_city(demo_people: list[str]) -> None:
    cards = list_demo_accounts("changzhutan")
    assert [card.login for card in cards] == demo_people
    assert (cards[0].standing, cards[0].city) == ("in_service", "430300")
    assert list_demo_accounts("chengdemeizi") == []


def test_demo_page_offers_each_person(client: Client, demo_people: list[str], lang: str) -> None:
    client.cookies["lang"] = lang
    shown = client.get("/signin").content.decode()
    for login in demo_people:
        assert f'name="login" value="{login}"' in shown
    assert {"zh": "湘潭市", "en": "Xiangtan"}[lang] in shown
    assert 'type="password"' not in shown


@pytest.mark.parametrize(
    ("login", "start"),
    [
        ("lin", "/me/settlements"),
        ("desk", "/desk"),
        ("fund", "/clearing"),
        ("office", "/office"),
    ],
)
def test_card_signs_in_and_starts_at_its_own_page(
    client: Client, demo_people: list[str], login: str, start: str
) -> None:
    response = client.post("/signin/demo", {"login": login})
    assert response["Location"] == start
    assert is_signed_in(client)


def test_card_leads_back_to_where_one_came_from(client: Client, demo_people: list[str]) -> None:
    response = client.post("/signin/demo", {"login": "lin", "next": "/policy?q=x"})
    assert response["Location"] == "/policy?q=x"


@pytest.mark.parametrize("away", ["https://evil.example", "//evil.example/x", "\\\\evil.example"])
def test_card_never_leads_off_the_site(client: Client, demo_people: list[str], away: str) -> None:
    response = client.post("/signin/demo", {"login": "lin", "next": away})
    assert response["Location"] == "/me/settlements"


def test_unknown_card_signs_nobody_in(client: Client, demo_people: list[str]) -> None:
    response = client.post("/signin/demo", {"login": "nobody"})
    assert response.status_code == 400
    assert not is_signed_in(client)


def test_cards_are_closed_outside_the_demonstration(
    client: Client, demo_people: list[str], real: None
) -> None:
    assert client.post("/signin/demo", {"login": "lin"}).status_code == 400
    assert not is_signed_in(client)
    shown = client.get("/signin").content.decode()
    assert 'type="password"' in shown
    assert "样例·甲" not in shown
    assert "由运营单位开通" in shown


def test_forms_need_their_token(demo_people: list[str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/signin/demo", {"login": "lin"}).status_code == 403
    assert not is_signed_in(client)


def test_signing_out_asks_first(client: Client, demo_people: list[str]) -> None:
    client.post("/signin/demo", {"login": "lin"})
    assert "要退出登录吗" in client.get("/signout").content.decode()
    assert is_signed_in(client)
    assert client.post("/signout")["Location"] == "/"
    assert not is_signed_in(client)
