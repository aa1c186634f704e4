"""The book tells which version of an item holds, who agreed to carry it, and which powers hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoItemVersion, UnknownBundle, UnknownItem, UnknownPower
from rongcheng.policy.load import load_pack
from tests.policy.sample import copy_pack

ON = date(2025, 3, 3)


def test_a_version_holds_from_its_first_to_its_last_day(book: PolicyBook) -> None:
    items = book.government
    assert items.item_on("move-in", date(2024, 1, 1)).joint[0].part["en"] == "Moving out"
    assert items.item_on("move-in", date(2025, 12, 31)).case_type == "1"
    for day in (date(2023, 12, 31), date(2026, 1, 1)):
        with pytest.raises(NoItemVersion) as refused:
            items.item_on("move-in", day)
        assert day.isoformat() in refused.value.message("zh")
        assert "迁入" in refused.value.message("zh")


def test_an_authority_has_its_own_code_of_an_item(book: PolicyBook) -> None:
    found = book.government.implementation("shop-licence", ON, "430103")
    assert found is not None
    assert (found.code, found.credit_code) == ("S-0001-430103", "123456789012345678")
    assert book.government.implementation("shop-licence", ON, "430302") is None


@pytest.mark.parametrize(
    ("item", "places", "on", "carried"),
    [
        ("shop-licence", ("430103", "430302"), ON, ["handled"]),
        ("shop-licence", ("430100", "430300"), ON, ["handled"]),
        ("shop-licence", ("430103", "430202"), ON, ["two-districts"]),
        ("shop-licence", ("430181", "430202"), ON, []),
        ("shop-licence", ("430100", "430202"), ON, []),
        ("shop-licence", ("430103",), ON, ["two-districts", "handled"]),
        ("shop-licence", ("430103", "430202"), date(2024, 12, 31), []),
        ("shop-licence", ("430103", "430202"), date(2025, 1, 1), ["two-districts"]),
        ("shop-licence", ("430103", "430202"), date(2025, 12, 31), ["two-districts"]),
        ("shop-licence", ("430103", "430202"), date(2026, 1, 1), []),
        ("approval", ("430103", "430302"), ON, []),
    ],
)
def test_agreements_carry_an_item_between_their_parties(
    book: PolicyBook, item: str, places: tuple[str, ...], on: date, carried: list[str]
) -> None:
    found = book.government.carrying(item, places, on)
    assert [each.agreement.id for each in found] == carried


def test_an_agreement_names_its_modes(book: PolicyBook) -> None:
    (found,) = book.government.carrying("shop-licence", ("430103", "430302"), ON)
    assert found.modes == ("forwarded", "online")
    (joint,) = book.government.carrying("move-in", ("430103", "430302"), ON)
    assert joint.modes == ("joint",)


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2024, 12, 6), []),
        (date(2024, 12, 7), ["xt-1", "xt-2"]),
        (date(2026, 6, 30), ["xt-1", "xt-2"]),
        (date(2026, 7, 1), ["xt-2"]),
    ],
)
def test_a_power_holds_until_the_day_before_its_recall(
    book: PolicyBook, on: date, held: list[str]
) -> None:
    assert [power.id for power in book.government.powers_on(on)] == held
    of_item = [power.id for power in book.government.powers_on(on, "approval")]
    assert of_item == [power for power in held if power == "xt-1"]


def test_a_recalled_power_stays_in_the_register(book: PolicyBook) -> None:
    power = book.government.power("xt-1")
    assert power.recall is not None
    assert power.recall.source.document == "样例收回通知"
    assert [power.id for power in book.government.powers()] == ["xt-1", "xt-2"]


def test_a_catalogue_page_may_say_how_many_run_and_are_official(book: PolicyBook) -> None:
    before, after = (book.government.counts(on) for on in (date(2024, 12, 6), ON))
    assert (after.runs, after.titled, after.official) == (3, 2, 0)
    assert [(a.number, a.status) for a in after.announced] == [(185, "verified")]
    assert before.announced == ()
    assert book.government.counts(date(2026, 2, 1)).runs == 2
    assert [title.id for title in book.government.titles()] == ["bus-card", "park-card"]


def test_bundles_are_offered_from_their_day(book: PolicyBook) -> None:
    assert book.government.bundles(date(2024, 5, 31)) == []
    assert [b.id for b in book.government.bundles(date(2024, 6, 1))] == ["settle-down"]
    assert book.government.bundle("settle-down").items == ("move-in", "shop-licence")


def test_what_is_not_there_is_refused_by_name(book: PolicyBook) -> None:
    items = book.government
    with pytest.raises(UnknownItem, match="bus-card"):
        items.item_on("bus-card", ON)
    with pytest.raises(UnknownBundle, match="none"):
        items.bundle("none")
    with pytest.raises(UnknownPower, match="none"):
        items.power("none")


def test_a_pack_without_items_answers_that_it_has_none(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    for file in [
        *(folder / "items").iterdir(),
        folder / "powers.yaml",
        folder / "certificates.yaml",
    ]:
        file.unlink()
    for name in ("handled", "two-districts"):
        (folder / f"agreements/{name}.yaml").unlink()
    metro = folder / "metro.yaml"
    metro.write_text(metro.read_text("utf-8").partition("departments:")[0], "utf-8")
    pack, faults = load_pack(folder)
    assert faults == []
    assert pack is not None
    assert "items" not in pack.plain()
    counts = PolicyBook(pack).government.counts(ON)
    assert (counts.runs, counts.titled, counts.official, counts.announced) == (0, 0, 0, ())
    # Editions published before there were items keep the hash under which they are archived.
    assert pack.hash == "ea52e8f38317af105e1914969675107e546778411df4388af5b79eaefa567011"


def test_versions_that_overlap_or_leave_a_gap_are_faults(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    file = folder / "items/move-in.yaml"
    text = file.read_text("utf-8")
    later = text.split("versions:\n")[1].replace("    to: 2025-12-31\n", "")
    for start, code in (("2025-12-31", "policy.P048"), ("2026-01-03", "policy.P049")):
        file.write_text(text + later.replace("2024-01-01", start), "utf-8")
        _, faults = load_pack(folder)
        assert [(f.file, f.code) for f in faults] == [("items/move-in.yaml", code)]
        assert (faults[0].line, "第 6 行" in faults[0].zh) == (31, True)
