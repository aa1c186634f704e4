"""`rongcheng verify --attachments`, and the files that go into a backup (附件的核对与备份)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from rongcheng.commands.output import say
from rongcheng.foundation.attachments.public import files_in_use, verify_attachments
from rongcheng.runtime.backup_file import ATTACHMENTS, NamedFile
from rongcheng.runtime.console import chosen_language, line


def attachment_faults() -> Iterator[str]:
    """Yield each fault in the reader's language, then say how many files were read."""
    read = 0

    def count() -> None:
        nonlocal read
        read += 1

    for fault in verify_attachments(count):
        text = fault.zh if chosen_language() == "zh" else fault.en
        yield f"{fault.code} {fault.reference}: {text}"
    if read:
        say(line("attachments_read", count=f"{read:,}"))


def files_of_backup(at: psycopg.Connection) -> Iterator[NamedFile]:
    """Yield every file that a row of this snapshot opens, sealed as it lies.

    One that is missing is left out; `rongcheng verify` names it.
    """
    for file_id, opener in files_in_use(at.execute):
        yield NamedFile(f"{ATTACHMENTS}/{file_id.hex[:2]}/{file_id.hex}", opener)
