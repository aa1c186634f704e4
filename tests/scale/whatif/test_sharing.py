"""Scenarios among colleagues: marked when stale, named, copied, deleted, and closed to others."""
# ruff: noqa: F811 - fixtures of the pages' tests are arguments here

from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

from rongcheng.policy.changes.text import read_change
from rongcheng.policy.editions import current_book, publish
from rongcheng.scale.models import ColumnExtract, DraftEdition, Scenario, ScenarioState
from rongcheng.scale.whatif import scenarios
from tests.packs import pack_in
from tests.scale.whatif.test_pages import (  # noqa: F401
    BASE,
    METRO,
    RATIO,
    client_of,
    clock,
    done,
    office,
    pack,
    text_of,
    world,
)

OTHER_PACK = Path(__file__).parents[3] / "metros" / "chengdemeizi"


def test_figures_of_an_edition_that_was_followed_are_marked(office: Client) -> None:
    scenario = done(office)
    assert "政策已更新" not in text_of(office, BASE)
    change = read_change("health.inpatient.ratio[tier=level_2]=91%")
    after = scenarios.apply_changes(current_book(METRO).pack, [change], name="新版")
    publish(after, by="test")

    assert "政策已更新" in text_of(office, BASE)
    assert "按以前的政策版本算的" in text_of(office, f"{BASE}/{scenario.code}")


def test_rename_copy_remove_and_delete(office: Client) -> None:
    scenario = done(office)
    here = f"{BASE}/{scenario.code}"
    office.post(f"{here}/edit", {"do": "rename", "name": "另一个名字"})
    assert "另一个名字" in text_of(office, here)
    for _ in range(2):
        office.post(f"{here}/edit", {"do": "duplicate", "name": "副本", "token": "copy"})
    copy = Scenario.objects.get(token="copy")
    assert copy.changes == scenario.changes
    assert copy.state == ScenarioState.DRAFT
    plain = json.dumps(scenario.changes[0])
    office.post(f"{here}/edit", {"do": "remove", "change": plain})
    held = Scenario.objects.get(pk=scenario.pk)
    assert (held.changes, held.findings, held.state) == ([], {}, ScenarioState.DRAFT)
    for _ in range(2):
        assert office.post(f"{here}/edit", {"do": "delete"}).status_code == 302
    assert not Scenario.objects.filter(pk=scenario.pk).exists()
    assert DraftEdition.objects.count() == 1


def test_only_the_office_of_the_metro_comes_in(office: Client) -> None:
    scenario = done(office)
    inside = [f"{BASE}/{scenario.code}{end}" for end in ("", "/add", f"/add/{RATIO}", "/draft")]
    for address in (BASE, *inside, f"{BASE}/{scenario.code}/workbook"):
        assert client_of("fund-a").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    publish(pack_in(OTHER_PACK), by="test")
    others = client_of("office-c")
    assert scenario.name not in text_of(others, BASE)
    for address in inside:
        assert others.get(address).status_code == 404
    for action in ("rename", "duplicate", "remove", "run"):
        sent = {"do": action, "name": "x", "token": "y", "change": "{}"}
        assert others.post(f"{BASE}/{scenario.code}/edit", sent).status_code == 404
    others.post(f"{BASE}/{scenario.code}/edit", {"do": "delete"})
    assert Scenario.objects.get(pk=scenario.pk).name == scenario.name
    assert text_of(client_of("office-b"), f"{BASE}/{scenario.code}")


def test_data_are_updated_once_however_often_it_is_asked(office: Client) -> None:
    for _ in range(2):
        assert office.post(f"{BASE}/extract").status_code == 302
    assert ColumnExtract.objects.get(metro=METRO).is_asked
    assert "正在整理" in text_of(office, BASE)
