"""What a file is called (文件名): as its sender named it, without what could do harm.

A name is shown, and goes into the heading of a download; it never becomes a path. Its ending is
that of what the file really is.
"""

from __future__ import annotations

import unicodedata

from rongcheng.foundation.attachments.media_types import Kind

LONGEST_STEM = 80
_NAMELESS = "附件"
_SEPARATORS = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def clean_name(given: str, kind: Kind) -> str:
    """Return a name that is safe on every system, with the ending of what the file really is.

    >>> from rongcheng.foundation.attachments.media_types import JPEG, PDF
    >>> clean_name("../户口本 首页.JPEG", JPEG), clean_name("scan.png", PDF)
    ('户口本 首页.jpg', 'scan.pdf')
    """
    return f"{_stem(given)}.{kind.ending}"


def shown_name(given: str) -> str:
    """Return a name as a refusal repeats it: cleaned and short, its ending as it was given."""
    stem, ending = _stem(given), given.rpartition(".")[2]
    is_ending = "." in given and ending.isascii() and ending.isalnum() and len(ending) <= 5
    return f"{stem}.{ending}" if is_ending else stem


def _stem(given: str) -> str:
    last = given.replace("\\", "/").rpartition("/")[2]
    before, dot, ending = last.rpartition(".")
    stem = before if dot and ending.isascii() and len(ending) <= 5 else last
    # Control and direction marks can make a name read as another; a private one shows as nothing.
    kept = (c for c in stem.translate(_SEPARATORS) if not unicodedata.category(c).startswith("C"))
    words = " ".join("".join(kept).split()).strip(". ")
    return words[:LONGEST_STEM].rstrip(". ") or _NAMELESS
