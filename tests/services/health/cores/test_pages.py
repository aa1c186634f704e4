"""What office and desk see of the cores: state, what waits, both sides of a difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import add_staff, demo_account, get_insurance
from rongcheng.policy.load import load_pack
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.models import CoreCall
from tests.services.health.conftest import METRO, XIANGTAN
from tests.services.health.cores.core_process import CoreThread
from tests.services.health.cores.side_by_side import Sides


@pytest.fixture
def core(tmp_path: Path, change_pack: Callable[..., Path]) -> Any:
    """A core whose ratio is another one."""
    pack, faults = load_pack(
        change_pack("policies/health/outpatient/ratio.yaml", "600000", "550000")
    )
    assert pack is not None, faults
    thread = CoreThread(tmp_path, XIANGTAN, pack)
    yield thread
    thread.stop()


def client_of(settings: Any, role: str, institution: str | None = None) -> Client:
    settings.RONGCHENG_DEMO = True
    login = f"core-{role}-{institution or ''}"
    add_staff(
        login=login, metro=METRO, name="样例·丁", role=role, city="430100",
        institution_code=institution, demo=True,
    )  # fmt: skip
    client = Client()
    client.force_login(demo_account(login))
    return client


def test_the_office_sees_state_waiting_and_both_sides(sides: Sides, settings: Any) -> None:
    settled = sides.settle(sides.ask())
    sides.wire.breaks = [("settle", "drop_after")]
    waiting = sides.ask()
    with pytest.raises(CoreNotAnswering):
        sides.settle(waiting)
    office = client_of(settings, "office")
    assert 'href="/office/cores"' in office.get("/office").content.decode()
    page = office.get("/office/cores").content.decode()
    assert 'href="/office"' in page
    assert "湘潭市本级统筹区" in page
    assert "时断时续" in page
    assert waiting.request_id in page
    assert "没收到答复，正在补办" in page
    # Book (800 - 300) × 60 % = 300; core × 55 % = 275.
    for shown in ("300.00", "275.00", "-25.00", "两边的报销比例不一样。"):
        assert shown in page, shown
    one = office.get(f"/office/cores/{settled.setl_id}").content.decode()
    assert "60%" in one
    assert "55%" in one
    assert f"/policy/{METRO}/health.outpatient.ratio?at={XIANGTAN}" in one
    english = office.get(f"/office/cores/{settled.setl_id}?lang=en")
    assert english.status_code == 200
    seen = records_about(get_insurance(sides.remote.person.psn_no).resident_id)
    assert any(record.purpose == "office" for record in seen)


def test_the_office_brings_a_call_on_at_once(sides: Sides, settings: Any) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_after")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    office = client_of(settings, "office")
    key = CoreCall.objects.get().key
    assert office.get(f"/office/cores/{key}/again").status_code == 405
    assert office.post(f"/office/cores/{key}/again").status_code == 302
    page = office.get(f"/office/cores/{key}").content.decode()
    assert "对方已答复，等医院重试" in page
    assert office.get("/office/cores/unknown").status_code == 404


def test_a_desk_sees_a_quiet_line_and_its_own_waiting_calls(sides: Sides, settings: Any) -> None:
    desk = client_of(settings, "desk", sides.place.code)
    assert "没有回应" not in desk.get("/desk").content.decode()
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_before")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    assert "湘潭市本级统筹区的核心系统刚才没有回应" in desk.get("/desk").content.decode()
    page = desk.get("/desk/waiting").content.decode()
    assert asked.request_id in page
    elsewhere = client_of(settings, "desk", sides.world.at_tier("430200", "level_3").code)
    assert asked.request_id not in elsewhere.get("/desk/waiting").content.decode()
    assert desk.get("/office/cores").status_code == 403


def test_the_settlement_says_who_decided_it(sides: Sides, settings: Any) -> None:
    settled = sides.settle(sides.ask())
    desk = client_of(settings, "desk", sides.place.code)
    page = desk.get(f"/desk/settlements/{settled.setl_id}").content.decode()
    assert "由参保地自己的核心系统结算" in page
    assert "相差 25.00 元" in page
