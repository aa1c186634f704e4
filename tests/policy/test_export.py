"""An exported book is a pack again: it loads without faults to the same edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import ExportFolderTaken
from rongcheng.policy.export import export_pack
from tests.policy.sample import SAMPLE_HASH, loaded

PROJECT = Path(__file__).parents[2]


def test_an_export_loads_to_the_same_hash(book: PolicyBook, tmp_path: Path) -> None:
    files = export_pack(book, tmp_path / "out")

    assert loaded(tmp_path / "out").hash == SAMPLE_HASH
    assert sorted(str(file.relative_to(tmp_path / "out")) for file in files) == [
        "agreements/handled.yaml",
        "agreements/no-filing.yaml",
        "agreements/two-districts.yaml",
        "catalogues/430000.yaml",
        "catalogues/430100.yaml",
        "certificates.yaml",
        "institutions/430100.yaml",
        "institutions/430300.yaml",
        "items/approval.yaml",
        "items/bundles.yaml",
        "items/move-in.yaml",
        "items/shop-licence.yaml",
        "items/titles.yaml",
        "metro.yaml",
        "policies/health/catalogue/class_b_prepay.yaml",
        "policies/health/offsite/filing_needed.yaml",
        "policies/health/outpatient/ratio.yaml",
        "policies/health/special/diseases.yaml",
        "policies/health/special/limit_month.yaml",
        "policies/housing/loan/notice.yaml",
        "powers.yaml",
    ]


def test_an_export_is_written_for_people(book: PolicyBook, tmp_path: Path) -> None:
    export_pack(book, tmp_path / "out")

    file = tmp_path / "out/policies/health/catalogue/class_b_prepay.yaml"
    assert file.read_text(encoding="utf-8").splitlines()[:12] == [
        "title:",
        "  zh: 乙类先行自付",
        "  en: Prepaid share of class B",
        "unit: ppm",
        "by: []",
        "order:",
        "- city",
        "- province",
        "values:",
        "- at: city:430100",
        "  from: 2022-01-01",
        "  value: 100000",
    ]


def test_a_folder_with_something_in_it_is_refused_and_untouched(
    book: PolicyBook, tmp_path: Path
) -> None:
    (tmp_path / "old.yaml").write_text("kept", encoding="utf-8")

    with pytest.raises(ExportFolderTaken):
        export_pack(book, tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["old.yaml"]


@pytest.mark.parametrize("metro", ["changzhutan", "chengdemeizi"])
def test_the_real_packs_survive_an_export(metro: str, tmp_path: Path) -> None:
    pack = loaded(PROJECT / "metros" / metro)

    export_pack(PolicyBook(pack), tmp_path / "out")

    assert loaded(tmp_path / "out").hash == pack.hash
