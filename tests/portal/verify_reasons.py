"""Writes reasons.js: the words of the verifier in the browser, from the list in Python.

.venv/bin/python -m tests.portal.verify_reasons
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rongcheng.foundation.code.offline import verdicts
from rongcheng.kernel.outcomes import Reason

FOLDER = Path(verdicts.__file__).resolve().parents[3] / "portal/static/portal/code/verify"
FILE = FOLDER / "reasons.js"
HEAD = """\
// Why a code opens or not, in both languages. Written from the list in Python and never by hand:
// .venv/bin/python -m tests.portal.verify_reasons

export const REASONS = Object.freeze({
"""
WIDTH = {"zh": 44, "en": 80}


def named() -> Iterator[tuple[str, Reason]]:
    """Yield each reason under its name, in the order of their codes."""
    names = {id(value): name for name, value in vars(verdicts).items() if name.isupper()}
    for reason in verdicts.REASONS:
        yield names[id(reason)], reason


def pieces(text: str, width: int) -> list[str]:
    """Return a text in pieces that fit a line, parted after a space where there is one."""
    if len(text) <= width:
        return [text]
    end = text.rfind(" ", 0, width) + 1 or width
    return [text[:end], *pieces(text[end:], width)]


def written() -> str:
    """Return the file's text."""
    lines = []
    for name, reason in named():
        lines.append(f'  {name}: {{\n    code: "{reason.code}",')
        for lang, text in (("zh", reason.zh), ("en", reason.en)):
            parts = [json.dumps(part, ensure_ascii=False) for part in pieces(text, WIDTH[lang])]
            lines.append(f"    {lang}:\n      " + " +\n      ".join(parts) + ",")
        lines.append("  },")
    return HEAD + "\n".join(lines) + "\n});\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"{FILE.name}\n")
