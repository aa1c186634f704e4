"""The font on the paper (字体): only the characters that stand there, embedded in the file.

A certificate must look the same in twenty years and on any phone, so nothing is left to what the
reader has installed. The font is Noto Serif SC (思源宋体, SIL OFL 1.1), taken from a package.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from rongcheng.kernel.late import library

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_PACKAGE, _FILE = "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"
_CID = "cid"
_DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG", "STAT", "meta"]
MISSING_MARK = "〓"
"""Stands where the font has no character; its number follows, so that nothing is lost."""


class Glyph(NamedTuple):
    """A character in the font: its number there, and its width in thousandths of its size."""

    cid: int
    width: int


class FontPart(NamedTuple):
    """What a document embeds: the reduced font, and the glyph of each character in it."""

    cff: bytes
    glyphs: dict[str, Glyph]


@cache
def _characters() -> dict[int, Glyph]:
    """Return the glyph of each character that the font has; read once, in about 50 ms."""
    with _opened() as font:
        widths = font["hmtx"].metrics
        return {
            code: Glyph(int(name.removeprefix(_CID)), widths[name][0])
            for code, name in font.getBestCmap().items()
            if name.startswith(_CID)
        }


def drawable(text: str) -> str:
    r"""Return a text with each character that the font lacks written as its number.

    >>> drawable("长沙"), drawable("\U0010ffff")
    ('长沙', '〓U+10FFFF')
    """
    known = _characters()
    return "".join(c if ord(c) in known else f"{MISSING_MARK}U+{ord(c):04X}" for c in text)


def width_of(text: str, size: float) -> float:
    """Return how wide a drawable text is at a size, in points."""
    known = _characters()
    return sum(known[ord(c)].width for c in text) * size / 1000


def part_for(characters: set[str]) -> FontPart:
    """Return the font reduced to these characters, all of them drawable; takes about 0.15 s."""
    subset = library("fontTools.subset")
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += _DROPPED
    options.name_IDs = []
    options.notdef_outline = True
    with _opened() as font:
        reducing = subset.Subsetter(options)
        reducing.populate(unicodes=[ord(c) for c in characters])
        reducing.subset(font)
        written = BytesIO()
        font["CFF "].cff.compile(written, font)
    known = _characters()
    return FontPart(written.getvalue(), {c: known[ord(c)] for c in sorted(characters)})


def _opened() -> TTFont:
    with as_file(files(_PACKAGE).joinpath(_FILE)) as path:
        font: TTFont = library("fontTools.ttLib").TTFont(path, lazy=True, recalcBBoxes=False)
        return font
