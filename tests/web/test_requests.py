"""Every request: its number, its safe headers, its language, and designed answers to failures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import Client

from rongcheng.web import actor as actors
from rongcheng.web.actor import Actor

pytestmark = pytest.mark.urls("tests.web.urls")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def signed_in() -> Iterator[list[Actor]]:
    """A list whose last actor is the one signed in."""
    held: list[Actor] = []

    def source(request: HttpRequest) -> Actor | None:
        return held[-1] if held else None

    before = list(actors._sources)
    actors.use_actor_source(source)
    yield held
    actors._sources[:] = before


def test_request_gets_a_number_of_its_own(client: Client) -> None:
    first, second = client.get("/spoken"), client.get("/spoken")
    assert len(first["X-Request-ID"]) == 24
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert first.json()["id"] == first["X-Request-ID"]


def test_well_formed_number_of_a_gateway_is_kept(client: Client) -> None:
    response = client.get("/spoken", headers={"X-Request-ID": "gw-2026.05_20-000001"})
    assert response["X-Request-ID"] == "gw-2026.05_20-000001"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "有中文的编号编号", "a b c d e f g h", "<script>x"]
)
def test_malformed_number_is_replaced(client: Client, given: str) -> None:
    response = client.get("/spoken", headers={"X-Request-ID": given})
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 24


def test_headers_protect_the_page(client: Client) -> None:
    response = client.get("/fail/denied")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in response["Permissions-Policy"]


def test_personal_pages_stay_out_of_caches(client: Client) -> None:
    assert client.get("/fail/denied")["Cache-Control"] == "private, no-cache"
    client.cookies["sessionid"] = "x"
    response = client.get("/fail/denied")
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_chinese_first_then_as_chosen(client: Client) -> None:
    assert client.get("/spoken").json()["said"] == "融城"
    response = client.post("/preferences", {"lang": "en", "next": "/spoken"})
    assert (response.status_code, response["Location"]) == (303, "/spoken")
    assert client.get("/spoken").json()["said"] == "Rongcheng"


def test_switches_are_remembered_one_by_one(client: Client) -> None:
    client.post("/preferences", {"lang": "en"})
    client.post("/preferences", {"theme": "dark"})
    client.post("/preferences", {"elder": "1"})
    values = {name: client.cookies[name].value for name in ("lang", "theme", "elder")}
    assert values == {"lang": "en", "theme": "dark", "elder": "1"}
    assert client.cookies["lang"]["httponly"]


@pytest.mark.parametrize(
    "form", [{"lang": "fr"}, {"theme": "pink"}, {"elder": "yes"}, {"unknown": "x"}]
)
def test_unknown_choices_change_nothing(client: Client, form: dict[str, str]) -> None:
    client.post("/preferences", form)
    values = {name: client.cookies[name].value for name in ("lang", "theme", "elder")}
    assert values == {"lang": "zh", "theme": "auto", "elder": "0"}


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_switch_never_leads_off_the_site(client: Client, away: str) -> None:
    assert client.post("/preferences", {"next": away})["Location"] == "/"


def test_switch_refuses_foreign_forms(client: Client) -> None:
    sent = client.post("/preferences", {"elder": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert "elder" not in client.cookies


def test_switch_needs_a_form(client: Client) -> None:
    assert client.get("/preferences").status_code == 405


@pytest.mark.parametrize(
    ("how", "status", "zh", "en"),
    [
        ("caller", 400, "第 3 项不对，请改正后再试。", "Item 3 is wrong"),
        ("ours", 500, "我们这里坏了，请稍后再试。", "We broke something"),
        ("peer", 502, "参保地系统没有回应", "The home system does not answer"),
        ("denied", 403, "这一页您现在不能看", "You cannot see this page now"),
        ("suspicious", 400, "这一步没有办成", "This step did not work"),
        ("crash", 500, "系统暂时出了问题", "Something failed on our side"),
        ("nowhere/at/all", 404, "没有找到这一页", "This page was not found"),
    ],
)
def test_failures_have_pages(client: Client, how: str, status: int, zh: str, en: str) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        client.cookies["lang"] = lang
        response = client.get(f"/fail/{how}")
        page = response.content.decode()
        assert response.status_code == status
        assert words in page
        assert 'href="/help"' in page
        assert response["X-Request-ID"] in page
        assert "secret detail" not in page


@pytest.mark.parametrize(
    ("how", "status", "code", "fault"),
    [
        ("caller", 400, "web.E901", "caller"),
        ("ours", 500, "web.E902", "ours"),
        ("peer", 502, "web.E903", "peer"),
        ("denied", 403, "web.H403", "caller"),
        ("crash", 500, "web.H500", "ours"),
        ("nowhere/at/all", 404, "web.H404", "caller"),
    ],
)
def test_failures_have_an_envelope(
    client: Client, how: str, status: int, code: str, fault: str
) -> None:
    response = client.get(f"/api/fail/{how}")
    assert response.status_code == status
    error = response.json()["error"]
    assert error.keys() == {
        "code", "fault", "message", "message_en", "next", "next_en", "params"
    }  # fmt: skip
    assert (error["code"], error["fault"]) == (code, fault)
    assert all(error[name] for name in ("message", "message_en", "next", "next_en"))
    assert "secret detail" not in response.content.decode()


def test_envelope_carries_the_parameters(client: Client) -> None:
    error = client.get("/api/fail/caller").json()["error"]
    assert error["params"] == {"n": 3}
    assert error["message"] == "第 3 项不对，请改正后再试。"


def test_visitor_is_led_to_sign_in_and_back(client: Client, signed_in: list[Actor]) -> None:
    response = client.get("/guarded?page=2")
    assert response.status_code == 302
    assert response["Location"] == "/signin?next=%2Fguarded%3Fpage%3D2"


def test_only_the_named_audiences_enter(client: Client, signed_in: list[Actor]) -> None:
    signed_in.append(Actor("resident", "1", label="样例·甲"))
    assert client.get("/guarded").content.decode() == "样例·甲"
    signed_in.append(Actor("staff", "2", label="样例·乙", role="fund"))
    assert client.get("/guarded").status_code == 200
    signed_in.append(Actor("staff", "3", label="样例·丙", role="clerk"))
    assert client.get("/guarded").status_code == 403
