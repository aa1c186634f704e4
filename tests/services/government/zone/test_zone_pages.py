"""From a link in an app to the item: by the app's own sign-in, and back to the same item."""

from __future__ import annotations

import pytest
from django.test import Client

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.people.public import add_staff
from rongcheng.web import i18n
from tests.services.government.handling.conftest import CHANGSHA, METRO, ZHUZHOU, Town
from tests.services.government.zone.apps import link

LINK = f"/zone/{CHANGSHA}/hukou-transfer"
SIGN_IN = f"/signin/app/{METRO}/{CHANGSHA}?next=%2Fzone%2F{CHANGSHA}%2Fhukou-transfer"


@pytest.fixture(autouse=True)
def strict_words() -> None:
    i18n.raise_on_missing(True)


def signed_in(login: str) -> Client:
    client = Client()
    client.post("/signin/demo", {"login": login})
    return client


def resident_of(town: Town) -> Client:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    return signed_in(f"r-{person.person_id}")


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_whoever_is_not_signed_in_goes_to_the_apps_sign_in(town: Town, site: str) -> None:
    answer = Client().get(LINK, headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_another_site_nothing_begins_before_the_button_is_pressed(
    town: Town, lang: str
) -> None:
    client = Client()
    client.cookies["lang"] = lang
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        answer = client.get(LINK, headers=headers)
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert f'href="{SIGN_IN}"' in shown
        words = {"zh": ["户口迁移", "用「我的长沙」登录"], "en": ["Sign in with My Changsha"]}
        assert all(word in shown for word in words[lang])
    assert "sessionid" not in client.cookies


def test_a_resident_goes_on_to_the_item_and_the_case_will_know_the_app(town: Town) -> None:
    client = resident_of(town)
    answer = client.get(LINK)
    assert (answer.status_code, answer["Location"]) == (303, "/apply/hukou-transfer")
    assert client.session["city_app"] == CHANGSHA
    client.get(f"/zone/{ZHUZHOU}/hukou-transfer")
    assert client.session["city_app"] == ZHUZHOU


def test_a_link_leads_nowhere_but_to_an_item_of_ours(town: Town) -> None:
    client = resident_of(town)
    for path in (
        f"/zone/{CHANGSHA}/no-such-item",
        "/zone/110100/hukou-transfer",
        "/zone/110100",
        f"/zone/{CHANGSHA}/https:%2F%2Felsewhere.example",
    ):
        assert client.get(path).status_code == 404
        assert Client().get(path).status_code == 404
    answer = Client().get(
        f"{LINK}?next=https://elsewhere.example", headers={"Sec-Fetch-Site": "none"}
    )
    assert answer["Location"] == SIGN_IN


def test_staff_are_told_that_the_page_is_for_residents(town: Town) -> None:
    add_staff(login="c", metro=METRO, name="样例·柜员", role="clerk", city=CHANGSHA, demo=True)
    answer = signed_in("c").get(LINK, headers={"Sec-Fetch-Site": "none"})
    assert answer.status_code == 200
    assert "这一页是给居民办事的" in answer.content.decode()


def test_without_the_apps_sign_in_ours_stands_in(town: Town, settings: object) -> None:
    settings.RONGCHENG_APPS = ""  # type: ignore[attr-defined]
    answer = Client().get(LINK, headers={"Sec-Fetch-Site": "none"})
    assert answer["Location"] == f"/signin?next=%2Fzone%2F{CHANGSHA}%2Fhukou-transfer"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_zone_lists_what_can_be_applied_for(town: Town, lang: str) -> None:
    client = Client()
    client.cookies["lang"] = lang
    shown = client.get(f"/zone/{CHANGSHA}").content.decode()
    words = {"zh": ["服务专区", "「我的长沙」", "户籍"], "en": ["Service zone", "My Changsha"]}
    assert all(word in shown for word in words[lang])
    assert f'href="{LINK}"' in shown


def test_what_is_applied_for_in_an_app_belongs_to_it(town: Town) -> None:
    client = resident_of(town)
    client.get(f"/zone/{ZHUZHOU}/hukou-transfer")
    begun = client.post("/apply/hukou-transfer", {"token": "a" * 32})
    assert begun.status_code == 303, begun.content.decode()
    case = Case.objects.get()
    assert case.app == ZHUZHOU
    assert begun["Location"] == f"/me/cases/{case.number}/form"
