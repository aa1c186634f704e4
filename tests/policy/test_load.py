"""A good pack is read exactly, and its hash depends on what it says, not on how it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rongcheng.policy.dimensions import Dimension, ListItem
from rongcheng.policy.pack import Pack
from rongcheng.policy.types import Source
from tests.policy.sample import SAMPLE_HASH, copy_pack, loaded


def test_a_pack_is_read_exactly(sample_pack: Pack) -> None:
    metro = sample_pack.metro
    assert (sample_pack.id, metro.title["zh"], metro.crypto_suite) == (
        "samplemetro",
        "样例都市圈",
        "international",
    )
    district = metro.cities[0].districts[0]
    assert (district.code, district.city, district.tile) == ("430103", "430100", (1, 1))
    assert [(p.code, p.until) for p in district.predecessors] == [("430103", 1995)]
    assert metro.cities[0].app is not None
    assert metro.cities[1].app is None
    assert metro.adjacency.pairs == (("430103", "430302"), ("430181", "430202"))


def test_a_parameter_keeps_unit_dimensions_order_and_documents(sample_pack: Pack) -> None:
    ratio = {p.key: p for p in sample_pack.parameters}["health.outpatient.ratio"]

    assert (ratio.unit, ratio.service) == ("ppm", "health")
    assert [d.name for d in ratio.by] == ["scheme", "standing", "tier"]
    assert ratio.order == ("agreement", "pool", "city", "province", "nation")
    provincial = {row.at: row for row in ratio.values}["province:430000"]
    assert provincial.source == Source("样例省规", "样例1号", "2022-12-30", "P1")
    assert (provincial.since, provincial.until) == (date(2023, 1, 1), None)
    assert provincial.review_by == date(2026, 6, 30)


def test_own_dimensions_lists_and_spelt_numbers_are_read(sample_pack: Pack) -> None:
    parameters = {p.key: p for p in sample_pack.parameters}
    limit = parameters["health.special.limit_month"]
    assert limit.by[1] == Dimension("disease", ("OPSP-01", "OPSP-02"), common=False)
    assert limit.values[0].value == {
        "employee": {"OPSP-01": 30000, "OPSP-02": 45000},
        "resident": {"*": 30000},
    }
    diseases = parameters["health.special.diseases"].values[0].value
    assert diseases == {
        "*": (
            ListItem("OPSP-01", "高血压", "Hypertension"),
            ListItem("OPSP-02", "糖尿病", "Diabetes"),
        )
    }


def test_the_hash_is_fixed(sample_pack: Pack) -> None:
    assert sample_pack.hash == SAMPLE_HASH


def test_comments_order_and_file_names_do_not_change_the_hash(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    (folder / "institutions/430100.yaml").rename(folder / "institutions/hospitals.yaml")
    (folder / "agreements/no-filing.yaml").rename(folder / "agreements/first.yaml")
    (folder / ".draft.yaml").write_text("not: read", encoding="utf-8")
    prepay = folder / "policies/health/catalogue/class_b_prepay.yaml"
    head, first, second = prepay.read_text(encoding="utf-8").split("  - at:")
    prepay.write_text(f"# 注释\n{head}  - at:{second}  - at:{first}", encoding="utf-8")
    metro = folder / "metro.yaml"
    text = metro.read_text(encoding="utf-8")
    pairs = '    - ["430103", "430302"]\n    - ["430181", "430202"]\n'
    assert pairs in text
    turned = '    - ["430202", "430181"]\n    - ["430302", "430103"]\n'
    metro.write_text(text.replace(pairs, turned), encoding="utf-8")

    assert loaded(folder).hash == SAMPLE_HASH


def test_one_changed_value_changes_the_hash(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    prepay = folder / "policies/health/catalogue/class_b_prepay.yaml"
    text = prepay.read_text(encoding="utf-8")
    prepay.write_text(text.replace("100000", "100001"), encoding="utf-8")

    assert loaded(folder).hash != SAMPLE_HASH
