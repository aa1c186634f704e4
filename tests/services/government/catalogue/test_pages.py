"""The catalogue's public pages: what runs, what is a title only, who decides, which versions."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.services.government.packs import METROS, book_of

pytestmark = pytest.mark.usefixtures("published")
HUKOU = "/items/hukou-transfer?metro=changzhutan"
LIST = "/items?metro=changzhutan"
RUNNING = [
    "birth-registration",
    "business-licence",
    "disability-certificate-change",
    "driving-licence-renewal",
    "food-permit",
    "housing-fund-certificate",
    "hukou-transfer",
    "medical-filing",
    "pension-transfer",
    "project-approval",
    "residence-permit",
    "resident-insurance-enrolment",
]


def page(client: Client, address: str, lang: str = "zh") -> str:
    client.cookies["lang"] = lang
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def ids(client: Client, address: str) -> list[str]:
    body = client.get(f"{address}&format=csv").getvalue().decode().removeprefix("\ufeff")
    return [row[1] for row in list(csv.reader(io.StringIO(body)))[1:]]


def test_the_list_says_how_many_run_and_how_many_are_official(client: Client) -> None:
    shown = page(client, LIST)
    assert "找到 101 项" in shown
    for figure in ("12", "89", "0"):
        assert f'<span class="figure">{figure}</span>' in shown
    for announced in ("185 项", "98 项", "湖南日报《长株潭一体化发展·湘潭之为④》"):
        assert announced in shown


def test_before_the_later_number_was_announced_only_the_earlier_is_told(client: Client) -> None:
    shown = page(client, f"{LIST}&on=2024-12-06")
    assert "98 项" in shown
    assert "185 项" not in shown


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=户口簿 迁移", ["hukou-transfer"]),
        ("q=business LICENCE", ["business-licence"]),
        ("kind=runs", RUNNING),
        ("kind=runs&theme=企业开办", ["business-licence", "food-permit"]),
        ("mode=joint", ["disability-certificate-change", "hukou-transfer", "pension-transfer"]),
        ("mode=joint&on=2020-01-01", []),
        ("place=430111&mode=forwarded&on=2021-02-01", ["business-licence"]),
        ("place=430105&mode=forwarded&on=2021-02-01", []),
        ("q=无犯罪", ["no-record"]),
    ],
)
def test_search_and_filters_find(client: Client, asked: str, found: list[str]) -> None:
    assert sorted(ids(client, f"{LIST}&{asked}")) == sorted(found)


def test_a_search_without_a_find_says_what_to_do(client: Client) -> None:
    shown = page(client, f"{LIST}&q=nowhere-at-all")
    assert "没有找到符合的事项" in shown
    assert 'href="/items?metro=changzhutan"' in shown


def test_every_item_title_and_bundle_opens(client: Client) -> None:
    for metro in METROS:
        part = book_of(metro).pack.government
        assert part.titles is not None
        for lang in ("zh", "en"):
            for item in (*part.items, *part.titles.titles[:3]):
                assert item.title[lang] in page(client, f"/items/{item.id}?metro={metro}", lang)
            for bundle in part.bundles:
                page(client, f"/items/bundles/{bundle.id}?metro={metro}", lang)


def test_an_item_says_what_it_takes_and_who_agreed(client: Client) -> None:
    shown = page(client, HUKOU)
    for said in (
        "居住地公安机关",
        "户籍地公安机关",
        "5 个工作日",
        "20 个工作日",
        "不收费",
        "「迁移原因」选“投靠家人”时",
        "共 9 个问题",
        "长沙市、株洲市、湘潭市",
        "多地联办",
        "没有核对过官方办事指南",
    ):
        assert said in shown, said


@pytest.mark.parametrize(
    ("places", "said"),
    [
        # A joint case between two cities: both police forces, the counter of a third takes it in.
        (
            "at=430102&living=430302&registered=430203",
            ["可以办", "由雨湖区公安机关决定", "长沙市", "芦淞区公安机关：核对并迁出户口"],
        ),
        ("at=430302&living=430302&registered=430304", ["可以办", "就在本市办"]),
        ("at=430102&living=430302&registered=elsewhere", ["这样办不了", "不在本都市圈"]),
        ("at=430102&living=&registered=430203", ["这样办不了", "还不知道居住地在哪里"]),
    ],
)
def test_who_decides_follows_the_places(client: Client, places: str, said: list[str]) -> None:
    shown = page(client, f"{HUKOU}&{places}")
    assert [words for words in said if words not in shown] == []


def test_a_delegated_power_is_shown_with_its_document_and_decides(client: Client) -> None:
    address = "/items/project-approval?metro=changzhutan&at=430302&matter=430302"
    shown = page(client, f"{address}&on=2026-05-20")
    assert "由湘潭市" in shown
    assert "关于赋予长沙市、株洲市、湘潭市部分省级经济社会管理权限的通知" in shown
    before = page(client, f"{address}&on=2024-12-06")
    assert "由湖南省" in before
    assert "权力还没有下放" in before


def test_a_day_on_which_an_item_does_not_run_is_told(client: Client) -> None:
    shown = page(client, f"{HUKOU}&on=2001-01-01")
    assert "2001年1月1日这一天不能办" in shown
    assert "2020-01-01" in shown


def test_what_is_known_by_title_only_cannot_be_applied_for(client: Client) -> None:
    shown = page(client, "/items/lost-id-card?metro=changzhutan")
    assert "这件事只知道名称" in shown
    assert "/apply/" not in shown


@pytest.mark.parametrize(
    "address", ["/items/no-such?metro=changzhutan", "/items/bundles/none", "/items/Bad"]
)
def test_unknown_things_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unknown_metro_or_place_falls_back_and_a_misspelt_day_is_explained(
    client: Client,
) -> None:
    assert "长株潭" in page(client, "/items?metro=nowhere")
    assert "看由谁办" in page(client, f"{HUKOU}&at=999999&living=1")
    answer = client.get(f"{HUKOU}&on=20-5")
    assert answer.status_code == 400
    assert "yyyy-MM-dd" in answer.content.decode()


def test_pages_ask_the_database_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (LIST, f"{HUKOU}&at=430102&living=430302&registered=430203"):
        page(client, address)
        with django_assert_num_queries(1):
            page(client, address)
