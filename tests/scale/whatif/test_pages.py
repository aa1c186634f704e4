"""The office's what-if pages by Django's client: who may, what is shown, what is taken along."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from rongcheng.foundation.people.public import add_staff, demo_account
from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import current_book
from rongcheng.policy.load import load_pack
from rongcheng.scale.models import Scenario, ScenarioState
from rongcheng.scale.whatif import scenarios
from rongcheng.scale.whatif.comparing import Comparison
from rongcheng.web.actor import Actor
from tests.scale.whatif.invented import WORDS
from tests.scale.whatif.test_comparing import AFTER, BEFORE, VISITS
from tests.services.health.conftest import METRO, World, clock, pack, world  # noqa: F401

BASE = "/office/whatif"
OFFICE = Actor("staff", "office-a", label="样例·甲", role="office", metro=METRO)
RATIO = "health.inpatient.ratio"


@pytest.fixture
def office(world: World, settings, tmp_path: Path) -> Client:  # noqa: F811
    settings.RONGCHENG_DEMO = True
    settings.RONGCHENG_DATA = tmp_path
    for login, role, metro in (
        ("office-a", "office", METRO),
        ("office-b", "office", METRO),
        ("office-c", "office", "chengdemeizi"),
        ("fund-a", "fund", METRO),
    ):
        city = "510100" if metro != METRO else "430100"
        add_staff(login=login, metro=metro, name="样例·甲", role=role, city=city, demo=True)
    return client_of("office-a")


def client_of(login: str, lang: str = "zh") -> Client:
    client = Client()
    client.cookies["lang"] = lang
    client.force_login(demo_account(login))
    return client


def begun(client: Client, name: str = "住院提到九成", token: str = "t1") -> Scenario:
    answer = client.post(BASE, {"name": name, "token": token})
    assert answer.status_code == 302
    return Scenario.objects.get(token=token)


def with_change(client: Client) -> Scenario:
    scenario = begun(client)
    answer = client.post(
        f"{BASE}/{scenario.code}/add/{RATIO}",
        {"value": "90", "dim-tier": "level_3", "pool": "", "since": "2026-01-01", "until": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    return Scenario.objects.get(pk=scenario.pk)


def done(client: Client) -> Scenario:
    """A scenario with figures that were added up by hand (see `test_comparing`)."""
    scenario = with_change(client)
    scenarios.start(OFFICE, scenario.code, lambda code, run: None)
    comparison = Comparison(WORDS, compiled=False)
    comparison.take(VISITS, BEFORE, AFTER)
    Scenario.objects.filter(pk=scenario.pk).update(
        state=ScenarioState.DONE,
        findings=comparison.findings().plain(),
        checks={
            "bills": 7,
            "remote_rows": 3,
            "differing": 2,
            "fund_fen": -500,
            "without_effect": [RATIO],
        },
    )
    return Scenario.objects.get(pk=scenario.pk)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    page = text_of(office, BASE)

    assert "还没有方案" in page
    assert "第一次测算时会自动整理" in page


def test_a_form_sent_twice_makes_one_scenario(office: Client) -> None:
    first, second = begun(office), begun(office)

    assert first.pk == second.pk
    assert Scenario.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_scenario_without_a_usable_name_is_refused(office: Client, name: str) -> None:
    answer = office.post(BASE, {"name": name, "token": "t"})

    assert answer.status_code == 400
    assert "请给方案起个名字" in answer.content.decode()
    assert Scenario.objects.count() == 0


def test_parameters_are_found_and_show_what_holds(office: Client) -> None:
    scenario = begun(office)
    here = f"{BASE}/{scenario.code}/add"

    everything = text_of(office, here)
    assert "住院报销比例" in everything
    assert "health.clearing" not in everything
    found = text_of(office, f"{here}?q=起付线 住院")
    assert "住院报销比例" not in found
    assert "没有找到" in text_of(office, f"{here}?q=xyzzy")
    form = text_of(office, f"{here}/{RATIO}")
    assert "85%" in form
    assert "湖南省职工基本医疗保险实施办法" in form
    assert office.get(f"{here}/health.clearing.pay_days").status_code == 400


def test_a_change_is_kept_with_what_holds_now_beside_it(office: Client) -> None:
    scenario = with_change(office)
    page = text_of(office, f"{BASE}/{scenario.code}")

    assert scenario.changes == [
        {
            "key": RATIO,
            "value": "90%",
            "where": {"tier": "level_3"},
            "pools": [],
            "since": "2026-01-01",
            "until": None,
        }
    ]
    assert "改为 90%" in page
    assert "85%" in page
    assert "三级医院" in page
    assert "湖南省职工基本医疗保险实施办法" in page


@pytest.mark.parametrize(
    ("value", "said"), [("900", "0 到 100%"), ("many", "百分比"), ("", "百分比")]
)
def test_a_change_that_cannot_be_made_is_refused_in_words(
    office: Client, value: str, said: str
) -> None:
    scenario = begun(office)
    answer = office.post(f"{BASE}/{scenario.code}/add/{RATIO}", {"value": value})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Scenario.objects.get(pk=scenario.pk).changes == []


def test_a_run_is_queued_once_and_can_be_left(office: Client) -> None:
    scenario = with_change(office)
    for _ in range(2):
        assert office.post(f"{BASE}/{scenario.code}/edit", {"do": "run"}).status_code == 302
    held = Scenario.objects.get(pk=scenario.pk)

    assert (held.state, held.run) == (ScenarioState.WAITING, scenario.run + 1)
    page = text_of(office, f"{BASE}/{scenario.code}")
    assert "正在排队" in page
    assert "看看算到哪了" in page
    refused = office.post(
        f"{BASE}/{scenario.code}/add/{RATIO}", {"value": "80", "dim-tier": "level_2"}
    )
    assert refused.status_code == 409
    Scenario.objects.filter(pk=held.pk).update(
        state=ScenarioState.RUNNING, rows_done=50, rows_all=200
    )
    assert 'value="25"' in text_of(office, f"{BASE}/{scenario.code}")


def test_a_run_whose_worker_died_can_be_started_again(
    office: Client,
    clock: FixedClock,  # noqa: F811
) -> None:
    scenario = with_change(office)
    office.post(f"{BASE}/{scenario.code}/edit", {"do": "run"})
    Scenario.objects.update(state=ScenarioState.RUNNING)
    held = Scenario.objects.get(pk=scenario.pk)
    clock.advance(timedelta(minutes=5))

    assert "后台程序中断了" in text_of(office, f"{BASE}/{scenario.code}")
    office.post(f"{BASE}/{scenario.code}/edit", {"do": "run"})
    again = Scenario.objects.get(pk=scenario.pk)
    assert (again.state, again.run) == (ScenarioState.WAITING, held.run + 1)


def test_nothing_to_compute_and_a_failure_are_said(office: Client) -> None:
    scenario = begun(office)
    assert office.post(f"{BASE}/{scenario.code}/edit", {"do": "run"}).status_code == 400
    Scenario.objects.update(
        state=ScenarioState.FAILED, failure={"zh": "没有记录。", "en": "None.", "code": "x"}
    )
    page = text_of(office, f"{BASE}/{scenario.code}")
    assert "这次没有算成" in page
    assert "没有记录。" in page


def test_a_result_is_told_shown_and_listed(office: Client) -> None:
    scenario = done(office)
    page = text_of(office, f"{BASE}/{scenario.code}")

    assert "医保多付 290.00 元；1 位居民少付，共 720.00 元；2 位居民多付，共 430.00 元。" in page
    assert "13,750.00 元" in page
    assert "湘潭" in page
    assert "+690.00 元" in page
    assert "其中 2 笔和当时不同" in page
    assert "有 3 笔属于自己有核心系统的统筹区" in page
    assert "在这些结算里没有用到" in page
    english = text_of(client_of("office-b", "en"), f"{BASE}/{scenario.code}?by=residents")
    assert "The fund pays ¥290.00 more" in english
    assert "¥100 to ¥500 more" in english


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("pool", "统筹区,1,1,10000.00,6000.00,5600.00,-400.00"),
        ("tier", "二级医院,1,1,10000.00"),
        ("funds", "医保合计,13750.00,14040.00,290.00"),
        ("residents", '"少付 500–1,000 元",1,-710.00'),
    ],
)
def test_each_list_can_be_taken_along(office: Client, view: str, line: str) -> None:
    scenario = done(office)
    answer = office.get(f"{BASE}/{scenario.code}?by={view}&format=csv")
    content = b"".join(answer.streaming_content).decode()

    assert line in content
    sheet = office.get(f"{BASE}/{scenario.code}?by={view}&format=xlsx")
    assert zipfile.ZipFile(BytesIO(b"".join(sheet.streaming_content))).testzip() is None
    sheet.close()


def test_the_workbook_has_a_sheet_for_each_list(office: Client) -> None:
    scenario = done(office)
    answer = office.get(f"{BASE}/{scenario.code}/workbook")
    names = zipfile.ZipFile(BytesIO(answer.content)).read("xl/workbook.xml").decode()

    assert [name for name in ("改动", "按统筹区", "按年龄", "居民增减") if name not in names] == []


def test_the_draft_unpacks_to_a_pack_of_its_hash_and_nothing_is_published(
    office: Client, tmp_path: Path
) -> None:
    current = current_book(METRO).hash
    scenario = done(office)
    assert scenario.draft is not None
    answer = office.get(f"{BASE}/{scenario.code}/draft")
    zipfile.ZipFile(BytesIO(answer.content)).extractall(tmp_path / "unpacked")
    loaded, faults = load_pack(tmp_path / "unpacked" / METRO)

    assert faults == []
    assert loaded is not None
    assert loaded.hash == scenario.draft.hash != current
    assert current_book(METRO).hash == current
