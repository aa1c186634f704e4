"""The end of the chain, noted outside the database (链尾留底): batches cut off there are missed.

A file in the data folder, replaced as a whole after each run. `rongcheng verify --access` prints
the same line, to be kept where neither database nor machine reaches it.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

FILE_NAME = "access-anchor.json"


class Anchor(NamedTuple):
    """A batch that was there once: its place and its digest as hexadecimal text."""

    sequence: int
    digest: str


def anchor_file() -> Path:
    """Return where the anchor lies."""
    return Path(settings.RONGCHENG_DATA) / FILE_NAME


def read_anchor() -> Anchor | None:
    """Return the noted end, or None where none was noted yet; what cannot be read counts as 0."""
    try:
        content = json.loads(anchor_file().read_text(encoding="utf-8"))
        return Anchor(int(content["sequence"]), str(content["digest"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return Anchor(0, "unreadable")


def write_anchor(anchor: Anchor) -> None:
    """Note the end of the chain; a reader finds the old file or the new one, never half of one."""
    final = anchor_file()
    # A file of its own, readable by its owner only: runs may end at the same moment.
    handle, partial = tempfile.mkstemp(prefix=FILE_NAME, dir=final.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(json.dumps(anchor._asdict()) + "\n")
        target.flush()
        os.fsync(target.fileno())
    os.replace(partial, final)
