"""Parks, venues and transit operators of a pack: read, checked, kept apart from institutions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.export import export_pack
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack, pack_from_body
from tests.policy.sample import SAMPLE_HASH, copy_pack, loaded

FILE = """city: "430100"
venues:
  - {code: "V43010300001", title: {zh: 样例公园, en: Sample Park},
     kind: park, district: "430103", status: illustrative, source: {document: 样例机构}}
"""


def written(folder: Path, text: str = FILE, city: str = "430100") -> Path:
    """Return a copy of the sample pack with a file of venues."""
    copy_pack(folder)
    (folder / "venues").mkdir()
    (folder / "venues" / f"{city}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_pack_names_its_venues_apart_from_its_institutions(tmp_path: Path) -> None:
    pack = loaded(written(tmp_path / "pack"))
    book = PolicyBook(pack)
    assert [(v.code, v.kind, v.city) for v in book.venues()] == [("V43010300001", "park", "430100")]
    assert "V43010300001" not in {i.code for i in book.institutions()}
    assert pack_from_body(pack.body).hash == pack.hash
    export_pack(book, tmp_path / "again")
    assert loaded(tmp_path / "again").hash == pack.hash


def test_a_pack_without_venues_keeps_the_hash_that_it_had(sample_pack: Pack) -> None:
    assert sample_pack.hash == SAMPLE_HASH
    assert pack_from_body(sample_pack.body).venues == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('city: "430100"', 'city: "999900"', 1, "policy.P080"),
        ("V43010300001", "V43030200001", 3, "policy.P082"),
        ('district: "430103"', 'district: "430302"', 4, "policy.P083"),
        ("kind: park", "kind: hospital", 4, "policy.P016"),
        ("V43010300001", "H43010300001", 3, "policy.P015"),
        ("kind: park", "kind: park, tier: level_3", 4, "policy.P010"),
    ],
)
def test_a_faulty_venue_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, code: str
) -> None:
    pack, faults = load_pack(written(tmp_path / "pack", FILE.replace(old, new)))
    assert pack is None
    assert [(f.file, f.line, f.code) for f in faults] == [("venues/430100.yaml", line, code)]


def test_two_venues_have_two_codes(tmp_path: Path) -> None:
    twice = FILE + "".join(FILE.splitlines(keepends=True)[2:])
    _, faults = load_pack(written(tmp_path / "pack", twice))
    assert [(f.line, f.code) for f in faults] == [(5, "policy.P081")]
