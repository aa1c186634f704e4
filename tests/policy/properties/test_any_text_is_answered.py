"""Law: whatever an officer's hand does to a file, the checker answers with faults, or accepts it.

It never breaks off with an exception, and each fault points at a line that the file has.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import pack_from_body
from tests.policy.sample import SAMPLE_PACK, copy_pack

FILES = sorted(str(file.relative_to(SAMPLE_PACK)) for file in SAMPLE_PACK.rglob("*.yaml"))
WORDS = ["", "*", '"*"', "- ", "{}", "[]", "null", "~", "yes", "0x10", "1e3", "-1", "2023-02-30"]
WORDS += ["'", '"', "&a", "*a", "<<: *a", "? ", ": ", "!!python/none", "\t", "\x00", "\ufeff", "甲"]
edits = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60), st.integers(0, 20), st.sampled_from(WORDS)),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the sample pack; each example restores what it edits."""
    return copy_pack(tmp_path_factory.mktemp("any") / "pack")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(FILES), edits)
def test_any_edit_is_answered(
    folder: Path, name: str, edits: list[tuple[int, int, int, str]]
) -> None:
    good = (SAMPLE_PACK / name).read_text(encoding="utf-8")
    edited = good
    for line, column, length, word in edits:
        edited = edit(edited, line, column, length, word)
    (folder / name).write_text(edited, encoding="utf-8")
    try:
        pack, faults = load_pack(folder)
    finally:
        (folder / name).write_text(good, encoding="utf-8")

    assert (pack is None) == bool(faults)
    for fault in faults:
        text = edited if fault.file == name else (folder / fault.file).read_text(encoding="utf-8")
        assert 1 <= fault.line <= text.count("\n") + 2
        assert fault.zh != fault.en
    if pack is not None:
        assert pack_from_body(pack.body).hash == pack.hash


def edit(text: str, line: int, column: int, length: int, word: str) -> str:
    """Replace `length` signs of a line by a word; places beyond the end are folded back."""
    lines = text.split("\n")
    line %= len(lines)
    column %= len(lines[line]) + 1
    lines[line] = lines[line][:column] + word + lines[line][column + length :]
    return "\n".join(lines)
