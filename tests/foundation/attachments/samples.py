"""Invented papers: the smallest files of each kind, and things that they belong to."""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

from rongcheng.foundation.attachments.public import Limits, Owner

MEMBER = UUID("00000000-0000-4000-8000-00000000a001")
LIMITS = Limits(1_000_000, 3)
KIND = "sample.case"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 60 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


def owner(key: str = "C-1", kind: str = KIND) -> Owner:
    """Return a thing with files, of an invented resident."""
    return Owner(kind, key, MEMBER)


def archive(*names: str, comment: bytes = b"", filler: int = 0) -> bytes:
    """Return a ZIP with these members, and an incompressible one of some size before them."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        if filler:
            made.writestr("media/filler.bin", b"x" * filler)
        for name in names:
            made.writestr(name, "<x/>")
        made.comment = comment
    return held.getvalue()


DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
OFD = archive("OFD.xml", "Doc_0/Document.xml")
