"""Every way to break a pack is found, with its file, its line and the way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.policy.fault_texts import FAULT_TEXTS
from rongcheng.policy.load import PackFault, load_pack, render_faults
from tests.policy.breaks_of_apps import BREAKS_OF_APPS
from tests.policy.breaks_of_certificates import BREAKS_OF_CERTIFICATES
from tests.policy.breaks_of_content import BREAKS_OF_CONTENT
from tests.policy.breaks_of_files import BREAKS_OF_FILES
from tests.policy.breaks_of_items import BREAKS_OF_ITEMS
from tests.policy.sample import break_pack, copy_pack

BREAKS = (
    BREAKS_OF_FILES | BREAKS_OF_CONTENT | BREAKS_OF_APPS | BREAKS_OF_ITEMS | BREAKS_OF_CERTIFICATES
)
# These breaks truly make other lines wrong as well.
_SPREADING = {
    "agreement id twice",
    "city of another province",
    "city without a pool",
    "dimension twice",
    "dimension word twice",
    "duplicate district",
    "institution code twice",
    "item in another file",
    "kind twice",
}
# Two faults need another kind of edit than a text; their tests stand below.
_SHOWN_BELOW = {"policy.P002", "policy.P007"}


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_named_with_file_and_line_and_nothing_else(tmp_path: Path, name: str) -> None:
    folder = copy_pack(tmp_path / "pack")
    break_pack(folder, BREAKS[name])

    pack, faults = load_pack(folder)

    assert pack is None
    places = [(fault.file, fault.line, fault.code) for fault in faults]
    assert BREAKS[name].place in places
    assert len(places) == 1 or name in _SPREADING


def test_every_fault_has_a_break_that_shows_it() -> None:
    assert {broken.code for broken in BREAKS.values()} | _SHOWN_BELOW == set(FAULT_TEXTS)


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    file = folder / "agreements/no-filing.yaml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))

    pack, faults = load_pack(folder)

    assert pack is None
    found = [(f.file, f.line, f.code) for f in faults if f.file.startswith("agreements")]
    assert found == [("agreements/no-filing.yaml", 2, "policy.P002")]


def test_a_pack_without_a_metro_file_reports_the_rest_as_well(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    (folder / "metro.yaml").unlink()
    ratio = folder / "policies/health/outpatient/ratio.yaml"
    ratio.write_text(ratio.read_text(encoding="utf-8").replace("750000", "7500000"), "utf-8")

    pack, faults = load_pack(folder)

    assert pack is None
    assert [(f.file, f.line, f.code) for f in faults] == [
        ("metro.yaml", 1, "policy.P007"),
        ("policies/health/outpatient/ratio.yaml", 19, "policy.P038"),
    ]


def test_a_folder_that_is_not_there_has_one_fault(tmp_path: Path) -> None:
    pack, faults = load_pack(tmp_path / "nowhere")

    assert pack is None
    assert [(f.file, f.line, f.code) for f in faults] == [("metro.yaml", 1, "policy.P007")]


def test_a_fault_tells_the_fix_in_both_languages(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    break_pack(folder, BREAKS["code without quotes"])

    _, faults = load_pack(folder)

    assert [(f.line, f.zh, f.en) for f in faults] == [
        (
            3,
            '「parties」的 430100 没有加引号，会被当成数字、日期或开关。请写成 "430100"。',
            "The 430100 of “parties” has no quotes and would be read as a number, a date or a "
            'switch. Write "430100".',
        )
    ]


def test_faults_are_shown_line_by_line_with_their_number() -> None:
    fault = PackFault("metro.yaml", 7, "policy.P014", "空的。请填写。", "Empty. Fill it.")

    assert (
        render_faults([fault], "zh") == "metro.yaml:7: policy.P014: 空的。请填写。\n共 1 处问题。"
    )
    assert render_faults([fault, fault], "en", folder="packs/a/") == (
        "packs/a/metro.yaml:7: policy.P014: Empty. Fill it.\n"
        "packs/a/metro.yaml:7: policy.P014: Empty. Fill it.\n"
        "2 faults found."
    )
    assert render_faults([], "zh") == "没有发现问题。"
    assert render_faults([], "en") == "No fault found."


@pytest.mark.parametrize("code", sorted(FAULT_TEXTS))
def test_every_text_is_in_two_languages_and_ends_its_sentence(code: str) -> None:
    zh, en = FAULT_TEXTS[code]

    assert zh.endswith("。")
    assert en.endswith(".")
    assert any("一" <= sign <= "鿿" for sign in zh)
    assert not any("一" <= sign <= "鿿" for sign in en)
