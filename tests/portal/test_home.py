"""The home page: what can be done, how the metro is doing, and no link that leads nowhere."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from rongcheng.policy.pack import Pack
from rongcheng.portal.home import Choice, by_domain, by_life_event, choices_of, elder_tiles
from rongcheng.portal.plan import DOMAINS, LIFE_EVENTS
from rongcheng.web.actor import Actor
from rongcheng.web.registry import Offer, indicators, offers

TITLE = {"zh": "在哪座城市看病办事，都和在家一样", "en": "Served in every member city as at home"}


def offer(key: str, domain: str, rank: int = 0, *events: str) -> Offer:
    return Offer(
        key=key,
        title={"zh": key, "en": key},
        summary={"zh": "", "en": ""},
        href=f"/{key}",
        icon="home",
        domain=domain,
        life_events=events,
        elder_rank=rank,
    )


def page(client: Client, address: str, lang: str = "zh") -> str:
    client.cookies["lang"] = lang
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def choices(*available: Offer, actor: Actor | None = None) -> list[Choice]:
    return choices_of(available, actor)


def test_domains_with_something_to_do_come_first() -> None:
    listed = by_domain(choices(offer("a", "ecology"), offer("b", "ecology")))
    assert listed[0].domain.key == "ecology"
    assert [choice.offer.key for choice in listed[0].choices] == ["a", "b"]
    assert len(listed) == len(DOMAINS) == 10
    assert all(item.choices == [] for item in listed[1:])


def test_offers_open_for_their_audience_only() -> None:
    assert choices(offer("a", "health"))[0].is_open
    assert choices(offer("a", "health"), actor=Actor("resident", "1"))[0].is_open
    officer = Actor("staff", "1", role="fund")
    assert not choices(offer("a", "health"), actor=officer)[0].is_open
    tiles = elder_tiles(choices(offer("a", "health", 1), actor=officer))
    assert "/a" not in [tile["href"] for tile in tiles]


def test_only_moments_with_something_to_do_are_listed() -> None:
    listed = by_life_event(choices(offer("a", "health", 0, "ill", "old")))
    assert [item.event.key for item in listed] == ["ill", "old"]
    assert by_life_event([]) == []


def test_elder_mode_has_six_tiles_services_first() -> None:
    tiles = elder_tiles(
        choices(offer("b", "health", 2), offer("a", "health", 1), offer("c", "health"))
    )
    assert len(tiles) == 6
    assert [tile["href"] for tile in tiles[:2]] == ["/a", "/b"]
    assert "/c" not in [tile["href"] for tile in tiles]
    assert len(elder_tiles([])) == 6


def test_offers_name_known_domains_and_moments() -> None:
    assert {item.domain for item in offers()} <= {domain.key for domain in DOMAINS}
    known = {event.key for event in LIFE_EVENTS}
    assert {event for item in offers() for event in item.life_events} <= known


@pytest.mark.django_db
def test_house_without_policy_says_what_comes(client: Client) -> None:
    assert "还没有发布政策" in page(client, "/")
    assert "还没有发布政策" in page(client, "/policy")


def test_home_names_cities_and_offers(
    client: Client, published: dict[str, Pack], lang: str
) -> None:
    shown = page(client, "/", lang)
    assert TITLE[lang] in shown
    for city in published["changzhutan"].metro.cities:
        assert city.title[lang] in shown
    for item in offers():
        assert f'href="{item.href}"' in shown


def test_planned_things_are_named_and_not_linked(
    client: Client, published: dict[str, Pack]
) -> None:
    shown = page(client, "/")
    planned = re.findall(r'<li class="domain">.*?</li>', shown, re.DOTALL)
    closed = [item for item in by_domain(choices(*offers())) if not item.choices]
    assert len(planned) == len(closed)
    for part, item in zip(planned, closed, strict=True):
        assert item.domain.planned["zh"] in part
        assert "<a " not in part


@pytest.mark.parametrize("metro", ["changzhutan", "chengdemeizi"])
def test_map_has_a_tile_for_each_district(
    client: Client, published: dict[str, Pack], metro: str
) -> None:
    districts = [d for city in published[metro].metro.cities for d in city.districts]
    for figure in indicators():
        shown = page(client, f"/?metro={metro}&indicator={figure.key}")
        assert shown.count("<title>") == len(districts) + 1
        assert figure.title["zh"] in shown


def test_two_live_indicators_are_there(published: dict[str, Pack]) -> None:
    assert {item.key for item in indicators()} >= {"health-cross-city", "health-direct-rate"}


def test_map_table_says_the_same(client: Client, published: dict[str, Pack]) -> None:
    response = client.get("/?metro=changzhutan&indicator=health-cross-city&format=csv")
    body = response.getvalue().decode().removeprefix("\ufeff")
    listed = list(csv.reader(io.StringIO(body)))
    assert len(listed) == 24
    shown = page(client, "/?metro=changzhutan&indicator=health-cross-city")
    for name, _, value in listed[1:]:
        assert f"<title>{name} {int(value):,}</title>" in shown


def test_unknown_choices_fall_back(client: Client, published: dict[str, Pack]) -> None:
    def tiles(address: str) -> str:
        return page(client, address).partition('class="tile-map"')[2].partition("</svg>")[0]

    assert tiles("/?metro=nowhere&indicator=nothing") == tiles("/")
    assert "<rect" in tiles("/")


def test_elder_home_is_six_tiles(client: Client, published: dict[str, Pack], lang: str) -> None:
    client.cookies["elder"] = "1"
    shown = page(client, "/", lang)
    tiles = shown.partition('class="tiles"')[2].partition("</nav>")[0]
    assert tiles.count("<a ") == 6
    assert 'data-elder="1"' in shown
    assert "tile-map" in page(client, "/?view=map", lang)


def links(shown: str) -> set[str]:
    """Return the addresses of this site to which a page leads."""
    found = re.findall(r'(?:href|data-src)="(/[^"#]*)', shown)
    return {address.replace("&amp;", "&") for address in found}


@pytest.mark.parametrize("login", ["", "lin", "desk", "clerk", "fund", "office"])
def test_no_link_leads_nowhere(client: Client, demo_people: list[str], login: str) -> None:
    if login:
        assert client.post("/signin/demo", {"login": login}).status_code == 302
    seen: set[str] = set()
    waiting = {"/", "/help", "/policy", "/?view=map"}
    for _ in range(60):
        fresh = sorted(waiting - seen)
        if not fresh:
            break
        address = fresh[0]
        seen.add(address)
        response = client.get(address)
        assert response.status_code in {200, 302}, address
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code == 200:
            # One parameter stands for all; another test opens each of them.
            waiting |= {
                to for to in links(response.content.decode())
                if not to.startswith("/static/") and not re.match(r"/policy/\w+/health\.", to)
            }  # fmt: skip
    assert len(seen) >= 10
