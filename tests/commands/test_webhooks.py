"""`rongcheng webhooks`: subscribes apps, shows how they fare, sends again."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.cli.webhooks import WebhooksAct
from rongcheng.commands.errors import WebhookFactMissing
from rongcheng.commands.webhooks import act_on_webhooks
from rongcheng.foundation.webhooks.errors import AddressRefused, EndpointUnknown
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.public import publish, secrets_of
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import publish as publish_pack
from tests.commands.conftest import PACK
from tests.foundation.webhooks.city_apps import draft
from tests.packs import pack_in

pytestmark = pytest.mark.django_db
URL = "https://app.example.cn/hook"


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "zh")
    pack = pack_in(PACK)
    publish_pack(pack, by="tests")


def act(what: str, endpoint: str = "", **facts: object) -> None:
    given = {"metro": "", "city": "", "url": "", "topics": (), "message": 0} | facts
    assert act_on_webhooks(act=what, endpoint=endpoint, **given) == 0  # type: ignore[arg-type]


def test_an_app_is_subscribed_and_its_secret_printed_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    act("add", metro="changzhutan", city="430100", url=URL)
    said = capsys.readouterr().out.splitlines()
    endpoint = Endpoint.objects.get()
    assert said[0] == f"订阅编号 {endpoint.pk}。"
    found = re.fullmatch(r"签名密钥（只显示这一次，请存进对方系统）：(whsec_\S{44})", said[1])
    assert found is not None
    assert secrets_of(endpoint.pk) == (found[1],)
    assert endpoint.topics == ["government.case"]
    act("list")
    shown = capsys.readouterr().out
    assert shown == (
        f"{endpoint.pk}  changzhutan  430100  on  累计 0 排队 0 没送到 0  government.case  {URL}\n"
    )
    act("rotate", endpoint.pk)
    assert capsys.readouterr().out.count("whsec_") == 1
    assert len(secrets_of(endpoint.pk)) == 2


def test_what_did_not_arrive_is_shown_and_sent_again(capsys: pytest.CaptureFixture[str]) -> None:
    act("add", metro="changzhutan", city="430100", url=URL, topics=("sample.case",))
    endpoint = Endpoint.objects.get().pk
    publish([draft("a", 1), draft("a", 2), draft("b", 1)])
    Delivery.objects.update(state=State.DEAD, settled_at=get_clock().now(), attempts=8)
    capsys.readouterr()
    act("dead")
    assert len(capsys.readouterr().out.splitlines()) == 3
    first = Delivery.objects.order_by("id")[0].id
    act("retry", endpoint, message=first)
    act("retry", endpoint)
    act("retry", endpoint)
    said = capsys.readouterr().out
    assert said == "1 条排回队里。\n2 条排回队里。\n0 条排回队里。\n"
    act("off", endpoint)
    act("on", endpoint)
    act("move", endpoint, url="")
    assert [line.split("  ")[3] for line in capsys.readouterr().out.splitlines()] == [
        "closed",
        "on",
        "asks",
    ]


def test_nothing_is_made_with_a_fact_missing_or_an_address_that_may_not_be() -> None:
    for facts in ({"city": "430100"}, {"metro": "changzhutan"}):
        with pytest.raises(WebhookFactMissing):
            act("add", **facts)
    with pytest.raises(WebhookFactMissing, match="430100"):
        act("add", metro="changzhutan", city="510100")
    with pytest.raises(AddressRefused):
        act("add", metro="changzhutan", city="430100", url="http://app.example.cn/hook")
    with pytest.raises(WebhookFactMissing, match="ENDPOINT"):
        act("retry")
    with pytest.raises(EndpointUnknown):
        act("rotate", "ep_none")
    assert not Endpoint.objects.exists()


def test_the_words_of_the_command_line_are_the_acts() -> None:
    acts = {"list", "add", "move", "rotate", "on", "off", "dead", "retry"}
    assert {one.value for one in WebhooksAct} == acts
    assert CliRunner().invoke(app, ["webhooks", "shout"]).exit_code == 2
