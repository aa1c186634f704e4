"""Draft editions (政策草案): a pack with changes, kept by its hash, never published by itself."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.applying import apply_changes
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.export import export_pack
from rongcheng.policy.pack import Pack, pack_from_body
from rongcheng.scale.models import DraftEdition

# A zip keeps days of files; one fixed day makes the same draft the same file.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def keep_draft(base: Pack, changes: Sequence[PolicyChange], name: str) -> DraftEdition:
    """Keep the pack in which the changes hold; the same changes of the same base are one draft."""
    pack = apply_changes(base, changes, name=name)
    draft, _ = DraftEdition.objects.get_or_create(
        hash=pack.hash,
        defaults={
            "metro": pack.id,
            "base": base.hash,
            "body": pack.body,
            "made_at": get_clock().now(),
        },
    )
    return draft


def book_of_draft(draft: DraftEdition) -> PolicyBook:
    """Open a draft as a policy book."""
    return PolicyBook(pack_from_body(draft.body))


def zip_of_draft(draft: DraftEdition) -> bytes:
    """Return the draft as a metro pack's folder in a zip; unpacked, it loads to the same hash."""
    found = BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / draft.metro
        files = export_pack(book_of_draft(draft), root)
        with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(files):
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _ZIP_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file.read_bytes())
    return found.getvalue()
