"""Faults of a metro pack (政策包问题): every mistake with its file, its line and how to mend it.

Faults are data, not exceptions: a pack is read to its end and all of them are reported in one run,
so that an officer corrects a folder once and not fault by fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.fault_texts import FAULT_TEXTS


class PackFault(NamedTuple):
    """One mistake in a pack: file inside the pack, line (1-based), stable code, both languages.

    `said` are the parameters of its sentence, for whoever words it for people who see no files.
    """

    file: str
    line: int
    code: str
    zh: str
    en: str
    said: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def message(self, lang: Lang) -> str:
        """Return the sentence for the reader's language; it ends with what to do."""
        return self.zh if lang == "zh" else self.en


class FaultDesk:
    """Collects the faults of one file; all desks of a run share one list."""

    def __init__(self, file: str, faults: list[PackFault]) -> None:
        """Open the desk of `file` (path inside the pack, with forward slashes)."""
        self.file = file
        self._faults = faults

    def report(self, code: str, line: int, **params: object) -> None:
        """Note one fault; the texts of `code` are filled with `params`, lists are joined."""
        zh, en = FAULT_TEXTS[code]
        fault = PackFault(
            self.file,
            line,
            code,
            zh.format(**_joined(params, "、")),
            en.format(**_joined(params, ", ")),
            tuple((name, _plain(value)) for name, value in params.items()),
        )
        if fault not in self._faults:
            self._faults.append(fault)


def render_faults(faults: Iterable[PackFault], lang: Lang, *, folder: str = "") -> str:
    """Return one line a fault, `file:line: code: message`, and a last line with their number.

    `folder` is put before each file name, so that a terminal or an editor can open the place.
    """
    prefix = folder.rstrip("/") + "/" if folder else ""
    listed = list(faults)
    lines = [f"{prefix}{f.file}:{f.line}: {f.code}: {f.message(lang)}" for f in listed]
    if lang == "zh":
        lines.append(f"共 {len(listed)} 处问题。" if listed else "没有发现问题。")
    elif listed:
        lines.append(f"{len(listed)} fault{'s' if len(listed) > 1 else ''} found.")
    else:
        lines.append("No fault found.")
    return "\n".join(lines)


def _plain(value: object) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _joined(params: dict[str, object], comma: str) -> dict[str, object]:
    return {
        name: comma.join(map(str, value)) if isinstance(value, tuple | list) else value
        for name, value in params.items()
    }
