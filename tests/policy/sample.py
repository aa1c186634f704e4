"""The sample pack of these tests: where it lies, how to copy it and how to break a copy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack

SAMPLE_PACK = Path(__file__).parent / "sample_pack"
SAMPLE_HASH = "ba5bec9b626c855d88af739b2f56c79195dade42a1e20c0d8da96ed02e4ef5af"


class Break(NamedTuple):
    """One way to break the sample pack: an edit, and the fault that must be reported for it.

    `old` must be in the file once; an empty `old` means that the file is written anew as `new`.
    `faulty` is the file of the fault, if it is another one than the edited file.
    """

    code: str
    line: int
    file: str
    old: str
    new: str
    faulty: str = ""

    @property
    def place(self) -> tuple[str, int, str]:
        """File, line and code of the expected fault."""
        return self.faulty or self.file, self.line, self.code


def copy_pack(folder: Path) -> Path:
    """Copy the sample pack to a new folder and return it."""
    shutil.copytree(SAMPLE_PACK, folder)
    return folder


def break_pack(folder: Path, broken: Break) -> None:
    """Edit one file of a copy; an edit that finds nothing to change is an error of the test."""
    file = folder / broken.file
    if not broken.old:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(broken.new, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    assert text.count(broken.old) == 1, f"{broken.old!r} is not once in {broken.file}"
    file.write_text(text.replace(broken.old, broken.new), encoding="utf-8")


def loaded(folder: Path) -> Pack:
    """Return the pack of a folder without faults."""
    pack, faults = load_pack(folder)
    assert faults == []
    assert pack is not None
    return pack
