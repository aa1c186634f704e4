"""Where messages may go: public https, networks that were named, and a demonstration's own."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from rongcheng.foundation.webhooks.addresses import NoWay, check_address, resolve
from rongcheng.foundation.webhooks.errors import AddressRefused, NetworksFaulty
from rongcheng.foundation.webhooks.figures import figures
from rongcheng.foundation.webhooks.models import Endpoint
from rongcheng.foundation.webhooks.public import add_endpoint
from rongcheng.foundation.webhooks.resting import Health, after_failure, wait_seconds
from rongcheng.foundation.webhooks.wire import Kind, Line, Tried


@pytest.fixture
def real(settings: Any, demonstration: None) -> Any:
    """Be no demonstration."""
    settings.RONGCHENG_DEMO = False
    return settings


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example.cn/hook",
        "https://app.example.cn:8443/hook?city=430100",
        "https://8.8.8.8/hook",
    ],
)
def test_public_https_is_allowed(real: Any, url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example.cn/hook",
        "http://127.0.0.1:8000/hook",
        "https://127.0.0.1/hook",
        "https://10.1.2.3/hook",
        "https://192.168.1.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/hook",
        "https://0.0.0.0/hook",
        "https://224.0.0.1/hook",
        "https://[::1]/hook",
        "https://[fd00::1]/hook",
        "https://[::ffff:10.1.2.3]/hook",
        "https://name:word@app.example.cn/hook",
        "https://app.example.cn/hook#part",
        "https://app.example.cn:0/hook",
        "https://app.example.cn:99999/hook",
        "https:///hook",
        "https://app.example.cn/a b",
        "ftp://app.example.cn/hook",
        "file:///etc/passwd",
        "",
    ],
)
def test_everything_else_is_refused(real: Any, url: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(url)


@pytest.mark.django_db
def test_a_refused_address_makes_no_subscription(real: Any) -> None:
    with pytest.raises(AddressRefused):
        add_endpoint(metro="changzhutan", app="430100", url="https://10.1.2.3/", topics=["a"])
    assert Endpoint.objects.count() == 0


def test_an_internal_network_is_allowed_by_name_only(real: Any) -> None:
    real.RONGCHENG_WEBHOOK_NETWORKS = "10.1.0.0/16, fd00:1::/32"
    check_address("https://10.1.2.3/hook")
    check_address("https://[fd00:1::2]/hook")
    with pytest.raises(AddressRefused):
        check_address("https://10.2.2.3/hook")
    real.RONGCHENG_WEBHOOK_NETWORKS = "10.1.0.0/16, everywhere"
    with pytest.raises(NetworksFaulty, match="everywhere"):
        check_address("https://10.1.2.3/hook")


def test_a_name_is_looked_at_again_whenever_a_line_is_opened(
    real: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads to a public number today and to an internal one tomorrow."""
    numbers = ["8.8.8.8", "10.1.2.3"]

    def answer(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        family = socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(NoWay, match="forbidden"):
        resolve("app.example.cn", 443)
    tried = Line("https://app.example.cn/hook", figures()).send({}, b"{}")
    assert tried == Tried(Kind.FAILED, "forbidden")
    numbers.pop()
    assert resolve("app.example.cn", 443) == (socket.AF_INET, "8.8.8.8")


def test_a_name_that_leads_nowhere_is_a_failure_of_the_address(
    real: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    tried = Line("https://nowhere.example.cn/hook", figures()).send({}, b"{}")
    assert tried == Tried(Kind.FAILED, "unknown_name")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    tried = Line(f"http://127.0.0.1:{port}/", figures()).send({}, b"{}")
    assert tried == Tried(Kind.FAILED, "connection_refused")


def test_a_rest_doubles_up_to_its_longest() -> None:
    terms, health, rests = figures(), Health(), []
    for _ in range(11):
        health = after_failure(health, terms)
        rests.append(health.rest_seconds)
    assert rests == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert [wait_seconds(n, terms, 0) for n in (1, 2, 3, 4, 7, 40)] == [5, 15, 45, 135, 3600, 3600]
    assert (wait_seconds(3, terms, -200_000), wait_seconds(3, terms, 200_000)) == (36, 54)
