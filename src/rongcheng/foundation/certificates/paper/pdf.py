"""Writes a PDF of one page (PDF 文件): text in one embedded font, lines, and a file inside.

The same content gives the same bytes: no moment of writing and no random number stands in it.

Source: ISO 32000-1, 7.5 (file), 9.7 (composite fonts), 7.11.4 (embedded files), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from rongcheng.foundation.certificates.paper.fonts import FontPart, drawable, part_for, width_of

A4 = (595.28, 841.89)
_FONT = "NotoSerifSC-Regular"
_CMAP_CHUNK = 100

Colour = tuple[float, float, float]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
INK: Colour = (0.11, 0.16, 0.18)


class Attached(NamedTuple):
    """A file inside the PDF: its name and media type, and what it is in words."""

    name: str
    media_type: str
    about: str
    content: bytes


class Sheet:
    """One page to draw on; lengths are points, from the lower left corner."""

    def __init__(self) -> None:
        """Begin an empty page."""
        self._drawn: list[tuple[str, str]] = []
        self._characters: set[str] = set()

    def text(self, x: float, y: float, words: str, *, size: float, colour: Colour = INK) -> None:
        """Write words from a point to the right."""
        self._write(f"1 0 0 1 {x:.2f} {y:.2f}", words, size, colour)

    def centred(self, y: float, words: str, *, size: float, colour: Colour = INK) -> None:
        """Write words in the middle of the page."""
        shown = drawable(words)
        self.text((A4[0] - width_of(shown, size)) / 2, y, shown, size=size, colour=colour)

    def slanted(self, x: float, y: float, words: str, *, size: float, colour: Colour) -> None:
        """Write words upwards to the right, at 30 degrees."""
        self._write(f"0.866 0.5 -0.5 0.866 {x:.2f} {y:.2f}", words, size, colour)

    def line(self, start: Point, end: Point, *, width: float, colour: Colour) -> None:
        """Draw a straight line."""
        paint = " ".join(f"{part:.3f}" for part in colour)
        self._drawn.append(
            (
                "",
                f"{paint} RG {width:.2f} w {start[0]:.2f} {start[1]:.2f} m"
                f" {end[0]:.2f} {end[1]:.2f} l S",
            )
        )

    def frame(
        self,
        corner: Point,
        size: Point,
        *,
        width: float,
        colour: Colour,
    ) -> None:
        """Draw an empty rectangle."""
        paint = " ".join(f"{part:.3f}" for part in colour)
        box = " ".join(f"{part:.2f}" for part in (*corner, *size))
        self._drawn.append(("", f"{paint} RG {width:.2f} w {box} re S"))

    def boxes(self, found: list[Box], *, colour: Colour = INK) -> None:
        """Fill rectangles, each (x, y, width, height)."""
        paint = " ".join(f"{part:.3f}" for part in colour)
        drawn = " ".join(" ".join(f"{part:.3f}" for part in box) + " re" for box in found)
        self._drawn.append(("", f"{paint} rg {drawn} f"))

    def characters(self) -> set[str]:
        """Return every character that stands on the page."""
        return self._characters

    def content(self, part: FontPart) -> bytes:
        """Return the page's drawing, each character by its number in the font."""
        written = []
        for words, drawing in self._drawn:
            numbers = "".join(f"{part.glyphs[c].cid:04X}" for c in words)
            written.append(drawing.replace("%TEXT%", f"<{numbers}>"))
        return "\n".join(written).encode("ascii")

    def _write(self, matrix: str, words: str, size: float, colour: Colour) -> None:
        shown = drawable(words)
        self._characters |= set(shown)
        paint = " ".join(f"{part:.3f}" for part in colour)
        drawing = f"BT {paint} rg /F1 {size:.2f} Tf {matrix} Tm %TEXT% Tj ET"
        self._drawn.append((shown, drawing))


def write_pdf(sheet: Sheet, *, title: str, attached: Attached) -> bytes:
    """Return a PDF of one page with a file inside it."""
    part = part_for(sheet.characters())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>"
        b"/Names<</EmbeddedFiles<</Names[" + _text(attached.name) + b" 10 0 R]>>>>/AF[10 0 R]>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>" % A4,
        _stream(sheet.content(part)),
        b"<</Type/Font/Subtype/Type0/BaseFont/RCCERT+%s/Encoding/Identity-H"
        b"/DescendantFonts[6 0 R]/ToUnicode 9 0 R>>" % _FONT.encode(),
        _descendant(part),
        b"<</Type/FontDescriptor/FontName/RCCERT+%s/Flags 4/FontBBox[-1000 -1000 2000 2000]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 8 0 R>>"
        % _FONT.encode(),
        _stream(part.cff, b"/Subtype/CIDFontType0C"),
        _stream(_to_unicode(part)),
        b"<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/Data/EF<</F 11 0 R/UF 11 0 R>>>>"
        % (_text(attached.name), _text(attached.name), _text(attached.about)),
        _stream(
            attached.content,
            b"/Type/EmbeddedFile/Subtype%s/Params<</Size %d>>"
            % (_name(attached.media_type), len(attached.content)),
        ),
        b"<</Title%s/Producer(Rongcheng)>>" % _text(title),
    ]
    return _file(objects)


def _descendant(part: FontPart) -> bytes:
    narrow = sorted({(g.cid, g.width) for g in part.glyphs.values() if g.width != 1000})
    widths = "".join(f"{cid}[{width}]" for cid, width in narrow)
    return (
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/RCCERT+{_FONT}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor 7 0 R/DW 1000/W[{widths}]>>"
    ).encode()


def _to_unicode(part: FontPart) -> bytes:
    # Two characters may share one glyph; the first by code stands for both when text is copied.
    by_cid: dict[int, str] = {}
    for character, glyph in part.glyphs.items():
        by_cid.setdefault(glyph.cid, character)
    rows = [f"<{cid:04X}><{c.encode('utf-16-be').hex()}>" for cid, c in sorted(by_cid.items())]
    chunks = [rows[n : n + _CMAP_CHUNK] for n in range(0, len(rows), _CMAP_CHUNK)]
    listed = "\n".join(
        f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000><FFFF> endcodespacerange\n"
        f"{listed}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<<%s/Filter/FlateDecode/Length %d>>stream\n" % (entries, len(packed))
    return head + packed + b"\nendstream"


def _text(words: str) -> bytes:
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def _name(words: str) -> bytes:
    return b"/" + words.replace("/", "#2F").replace("+", "#2B").encode()


def _file(objects: list[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(written)
