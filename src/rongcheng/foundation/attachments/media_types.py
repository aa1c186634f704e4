"""What a file really is (文件类型): told by its content, never by its name or what a browser says.

Taken are papers as people have them: PDF, JPEG and PNG, OFD (the national layout document), Word
and Excel without macros. Whatever a browser could run is no such kind: HTML and SVG are text, so
they are not among the marks below. OFD, DOCX and XLSX are ZIP archives; which one is told by the
list of members at their end, so a file is known once it has passed by, without being kept whole and
without unpacking anything.

Source: ISO 32000-1 7.5.2 (PDF header); ISO/IEC 15948 (PNG); ITU T.81 annex B (JPEG);
GB/T 33190-2016 (OFD.xml at the root); ECMA-376 part 2 (parts of a package); APPNOTE 6.3 (end of
a ZIP directory).
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file that is taken: its media type and the ending of its name."""

    media_type: str
    ending: str


PDF = Kind("application/pdf", "pdf")
JPEG = Kind("image/jpeg", "jpg")
PNG = Kind("image/png", "png")
OFD = Kind("application/ofd", "ofd")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
_KINDS = (PDF, JPEG, PNG, OFD, DOCX, XLSX)

HEAD_BYTES = 16
TAIL_BYTES = 256 * 1024
"""How much of an archive's end is looked at; the lists of ordinary documents are far shorter."""

_BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_ARCHIVE = b"PK\x03\x04"
_END, _END_BYTES = b"PK\x05\x06", 22
_ENTRY, _ENTRY_BYTES = b"PK\x01\x02", 46
_PACKAGE = "[Content_Types].xml"
_MACROS = "vbaproject.bin"


def taken_kinds() -> tuple[Kind, ...]:
    """Return the kinds of files that are taken, for a form to ask for."""
    return _KINDS


class TypeReader:
    """Sees a file pass by and tells what it was (类型识别)."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._head = b""
        self._tail = bytearray()

    def look(self, piece: bytes) -> None:
        """See the next piece."""
        if len(self._head) < HEAD_BYTES:
            self._head += piece[: HEAD_BYTES - len(self._head)]
        if self._head.startswith(_ARCHIVE[: len(self._head)]):
            self._tail += piece
            # Cut only now and then: cutting at each piece would move the whole tail each time.
            if len(self._tail) > 2 * TAIL_BYTES:
                del self._tail[:-TAIL_BYTES]

    def kind(self) -> Kind | None:
        """Return what the whole file was, None for what is not taken."""
        for beginning, kind in _BEGINNINGS:
            if self._head.startswith(beginning):
                return kind
        if self._head.startswith(_ARCHIVE):
            return _kind_of_archive(_members(bytes(self._tail)))
        return None


def _kind_of_archive(members: set[str]) -> Kind | None:
    if any(name.lower().endswith(_MACROS) for name in members):
        return None
    if "OFD.xml" in members:
        return OFD
    if _PACKAGE in members and "word/document.xml" in members:
        return DOCX
    if _PACKAGE in members and "xl/workbook.xml" in members:
        return XLSX
    return None


def _members(tail: bytes) -> set[str]:
    """Return the names in an archive's list of members, as far as its end shows them."""
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _END_BYTES:
        return set()
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    at, names = end - size, set()
    while 0 <= at <= end - _ENTRY_BYTES and tail[at : at + 4] == _ENTRY:
        lengths = [int.from_bytes(tail[at + o : at + o + 2], "little") for o in (28, 30, 32)]
        name = tail[at + _ENTRY_BYTES : at + _ENTRY_BYTES + lengths[0]]
        names.add(name.decode("utf-8", "replace"))
        at += _ENTRY_BYTES + sum(lengths)
    return names
