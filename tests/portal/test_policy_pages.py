"""The policy book's pages: browse, one parameter, compare, review, samples, and their files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.kernel.dates import parse_datetime
from rongcheng.policy.pack import Pack

RATIO = "/policy/changzhutan/health.outpatient.ratio"
pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture(autouse=True)
def may_2026() -> object:
    with use_clock(FixedClock(parse_datetime("2026-05-20 10:00:00"))) as clock:
        yield clock


def page(client: Client, address: str, lang: str = "zh") -> str:
    client.cookies["lang"] = lang
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def rows(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    body = response.getvalue().decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(body)))


def test_book_lists_every_parameter(client: Client, packs: dict[str, Pack]) -> None:
    pack = packs["changzhutan"]
    listed = rows(client, "/policy?metro=changzhutan&format=csv")
    assert sorted(row[1] for row in listed[1:]) == sorted(p.key for p in pack.parameters)
    assert f"共 {len(pack.parameters)} 个参数" in page(client, "/policy?metro=changzhutan")


def test_search_reads_names_notes_and_keys(client: Client) -> None:
    for asked in ("报销比例 普通门诊", "outpatient.ratio", "Ordinary Outpatient RATIO"):
        assert RATIO in page(client, f"/policy?metro=changzhutan&q={asked}")
    assert RATIO not in page(client, "/policy?metro=changzhutan&q=住院")


def test_search_without_a_find_says_what_to_do(client: Client) -> None:
    found = page(client, "/policy?metro=changzhutan&q=nowhere-at-all")
    assert "没有找到符合的参数" in found
    assert 'href="/policy?metro=changzhutan"' in found


def test_parameter_shows_value_layer_document_and_standing(client: Client, lang: str) -> None:
    shown = page(client, f"{RATIO}?at=430199&on=2026-05-20", lang)
    assert "70%" in shown
    assert "长沙市职工医保门诊待遇规定" in shown
    assert {"zh": "2026年5月20日在长沙市", "en": "on 20 May 2026"}[lang] in shown
    assert {"zh": "样例值", "en": "Sample value"}[lang] in shown


def test_parameter_before_its_first_value_says_so(client: Client) -> None:
    shown = page(client, f"{RATIO}?at=430199&on=2001-01-01")
    assert "这一天没有任何一层定过这个数" in shown


def test_weaker_layers_open_beneath(client: Client) -> None:
    shown = page(client, "/policy/changzhutan/health.offsite.cut?at=430199")
    assert "被更优先的一层盖住" in shown
    assert "被更优先的一层盖住" not in page(client, f"{RATIO}?at=430199")


def test_parameter_file_has_the_whole_history(client: Client) -> None:
    exported = rows(client, f"{RATIO}?format=csv&page=2")
    shown = int(re.findall(r"共 (\d+) 条", page(client, RATIO))[0])
    assert len(exported) - 1 == shown
    assert exported[0][0] == "地方"


@pytest.mark.parametrize(
    "address",
    [
        "/policy/nowhere/health.outpatient.ratio",
        "/policy/changzhutan/health.no.such",
        "/policy/nowhere/compare",
        "/policy/key/health.no.such",
    ],
)
def test_unknown_things_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", [f"{RATIO}?on=20-5", "/policy/changzhutan/compare?a=2026-02-30"]
)
def test_misspelt_day_is_explained(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "yyyy-MM-dd" in response.content.decode()


def test_key_alone_finds_its_page(client: Client) -> None:
    response = client.get("/policy/key/health.outpatient.ratio?at=430199&on=2026-01-01&x=y")
    assert response["Location"] == f"{RATIO}?at=430199&on=2026-01-01"
    response = client.get("/policy/key/health.outpatient.ratio?metro=chengdemeizi")
    assert response["Location"] == "/policy/chengdemeizi/health.outpatient.ratio"


def test_compare_names_what_changed(client: Client) -> None:
    shown = page(client, "/policy/changzhutan/compare?a=2024-12-31&b=2025-01-01")
    assert RATIO in shown
    changed = rows(client, "/policy/changzhutan/compare?a=2024-12-31&b=2025-01-01&format=csv")
    ratio = [row for row in changed if row[0] == "普通门诊报销比例"]
    assert ratio
    assert all(row[5] == "2025-01-01" for row in ratio)


def test_same_day_differs_in_nothing(client: Client) -> None:
    shown = page(client, "/policy/changzhutan/compare?a=2025-01-01&b=2025-01-01")
    assert "这两天没有不同" in shown


def test_review_is_ordered_by_its_day(client: Client) -> None:
    listed = rows(client, "/policy/changzhutan/review?by=2027-12-31&format=csv")[1:]
    days = [row[-1] for row in listed]
    assert days
    assert days == sorted(days)
    assert all(day <= "2027-12-31" for day in days)
    assert "没有要复核的数" in page(client, "/policy/changzhutan/review?by=2023-01-02")


def test_samples_are_samples(client: Client, lang: str) -> None:
    page(client, "/policy/changzhutan/samples", lang)
    listed = rows(client, "/policy/changzhutan/samples?format=csv")[1:]
    assert {row[5] for row in listed} == {{"zh": "样例值", "en": "Sample value"}[lang]}


def test_agreements_name_their_cities(client: Client, packs: dict[str, Pack]) -> None:
    listed = rows(client, "/policy/changzhutan/agreements?format=csv")[1:]
    assert len(listed) == len(packs["changzhutan"].agreements)


def test_every_parameter_page_opens(client: Client, packs: dict[str, Pack], lang: str) -> None:
    for name, pack in packs.items():
        for parameter in pack.parameters:
            page(client, f"/policy/{name}/{parameter.key}", lang)


def test_pages_ask_the_database_little(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, RATIO)
    with django_assert_num_queries(1):
        page(client, RATIO)
    with django_assert_num_queries(1):
        page(client, "/policy/changzhutan/samples")
