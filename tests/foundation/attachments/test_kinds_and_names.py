"""A file is what its content says, and is called what does no harm."""

from __future__ import annotations

import pytest

from rongcheng.foundation.attachments.media_types import TAIL_BYTES, TypeReader
from rongcheng.foundation.attachments.names import clean_name, shown_name
from tests.foundation.attachments.samples import DOCX, JPEG, OFD, PDF, PNG, XLSX, archive

PACKAGE = "[Content_Types].xml"


def kind_of(content: bytes, piece: int = 7_000) -> str:
    """Return the ending of what a content is, nothing where it is not taken."""
    reader = TypeReader()
    for at in range(0, len(content), piece):
        reader.look(content[at : at + piece])
    kind = reader.kind()
    return kind.ending if kind else ""


@pytest.mark.parametrize("piece", [1, 7_000])
@pytest.mark.parametrize(
    ("content", "ending"),
    [(PDF, "pdf"), (JPEG, "jpg"), (PNG, "png"), (OFD, "ofd"), (DOCX, "docx"), (XLSX, "xlsx")],
)
def test_each_kind_is_known_by_its_content(content: bytes, ending: str, piece: int) -> None:
    assert kind_of(content, piece) == ending


def test_a_large_document_with_a_comment_is_known_by_its_end() -> None:
    large = archive(PACKAGE, "word/document.xml", comment=b"c" * 999, filler=5 * TAIL_BYTES)
    assert kind_of(large) == "docx"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PD", id="the beginning of a beginning"),
        pytest.param(b"\n%PDF-1.7", id="a PDF that does not begin as one"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="HTML"),
        pytest.param(b"<?xml version='1.0'?><svg onload='x()'/>", id="SVG"),
        pytest.param(b"MZ\x90\x00", id="a program"),
        pytest.param(b"GIF89a", id="GIF"),
        pytest.param(b"\x00\x00\x00\x18ftypheic", id="HEIC"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", id="the old Word"),
        pytest.param(archive("a.txt"), id="any other archive"),
        pytest.param(archive(PACKAGE, "word/document.xml", "word/vbaProject.bin"), id="macros"),
        pytest.param(DOCX[:-10], id="a document that was cut off"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, id="an archive without its list"),
    ],
)
def test_everything_else_is_not_taken(content: bytes) -> None:
    assert kind_of(content) == ""


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("户口本首页.pdf", "户口本首页.pdf"),
        ("photo.png", "photo.pdf"),
        ("noending", "noending.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\papers\\合同 (2).PDF", "合同 (2).pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("line\r\nbreak\x00.pdf", "linebreak.pdf"),
        ('q"u<o>t|e*.pdf', "q u o t e.pdf"),
        (".pdf", "附件.pdf"),
        ("...", "附件.pdf"),
        ("", "附件.pdf"),
        ("证" * 300 + ".pdf", "证" * 80 + ".pdf"),
        ("版本 2.0 终稿", "版本 2.0 终稿.pdf"),
    ],
)
def test_a_name_becomes_harmless_and_fits_the_content(given: str, name: str) -> None:
    reader = TypeReader()
    reader.look(PDF)
    kind = reader.kind()
    assert kind is not None
    assert clean_name(given, kind) == name


def test_a_refusal_repeats_the_name_as_it_was_given() -> None:
    assert shown_name("..\\病历.svg") == "病历.svg"
    assert shown_name("没有后缀") == "没有后缀"
