"""Plain pages and every page's weight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from rongcheng.policy.pack import Pack

FIRST_LOAD = 150_000
LATER_PAGE = 40_000
ADDRESSES = [
    "/",
    "/?metro=chengdemeizi&indicator=health-direct-rate",
    "/signin",
    "/help",
    "/policy?metro=changzhutan",
    "/policy?metro=chengdemeizi",
    "/policy/changzhutan/health.outpatient.ratio",
    "/policy/changzhutan/health.inpatient.ratio?at=430199",
    "/policy/chengdemeizi/health.inpatient.ratio",
    "/policy/changzhutan/compare?a=2020-01-01&b=2026-01-01",
    "/policy/changzhutan/review?by=2029-01-01",
    "/policy/changzhutan/samples",
    "/policy/changzhutan/agreements",
    "/nowhere",
]


def assets(shown: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="/static/([^"?]+)', shown))


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_are_light(
    client: Client, published: dict[str, Pack], address: str, lang: str
) -> None:
    client.cookies["lang"] = lang
    body = client.get(address).content
    found = [finders.find(name) for name in assets(body.decode())]
    assert None not in found
    weight = sum(Path(str(path)).stat().st_size for path in found)
    assert len(body) <= LATER_PAGE
    assert len(body) + weight <= FIRST_LOAD


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_run_under_the_content_policy(
    client: Client, published: dict[str, Pack], address: str
) -> None:
    shown = client.get(address).content.decode()
    assert " style=" not in shown
    assert "<style" not in shown
    assert re.findall(r"<script(?![^>]* src=)", shown) == []
    assert re.findall(r"\son[a-z]+=", shown) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', shown) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_have_one_title_and_one_main_heading(
    client: Client, published: dict[str, Pack], address: str, lang: str
) -> None:
    client.cookies["lang"] = lang
    shown = client.get(address).content.decode()
    assert shown.count("<h1") == 1
    assert {"zh": '<html lang="zh-Hans"', "en": '<html lang="en"'}[lang] in shown
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_help_says_whom_to_ask(client: Client, lang: str) -> None:
    client.cookies["lang"] = lang
    shown = client.get("/help").content.decode()
    for anchor in ("counter", "privacy"):
        assert f'id="{anchor}"' in shown
    assert {"zh": "打开长者模式", "en": "Switch to large type"}[lang] in shown


@pytest.mark.django_db
def test_style_guide_shows_every_component(client: Client, lang: str) -> None:
    client.cookies["lang"] = lang
    shown = client.get("/styleguide").content.decode()
    parts = ("page-head", "crumbs", "card", "stat", "stacks", "sum", "btn", "field wrong",
             "notice warn", "empty", "tabs", "badge illustrative", "sample-line", "pages",
             "tile-map", "skeleton", "facts", "timeline", "switches", "bottom", "skip")  # fmt: skip
    for part in parts:
        assert re.search(rf'class="[^"]*\b{part}\b', shown), part
