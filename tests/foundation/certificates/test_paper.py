"""The paper: what the credential says, to read, copy and scan, with the credential inside."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime

import numpy
import pytest
import zxingcpp

from rongcheng.foundation.certificates.paper.certificate import certificate_pdf
from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    Words,
    get_credential,
    issue_certificate,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.certificates.samples import FACTS, resident, wanted

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.test/certificates/verify?number=D43030026K7Q2M8F3XR&code=7K3M9QXA2B4C"
STREAM = re.compile(rb"(<<[^\n]*?>>)stream\n(.*?)\nendstream", re.DOTALL)
BOX = re.compile(r"([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+) re")
DOTS_A_POINT = 6


def streams(pdf: bytes) -> dict[str, bytes]:
    """Return the unpacked streams of a certificate by what they are."""
    found = {}
    for head, packed in STREAM.findall(pdf):
        kind = next(
            (name for name in (b"CIDFontType0C", b"EmbeddedFile") if name in head), b""
        ).decode()
        data = zlib.decompress(packed)
        found[kind or ("map" if data.startswith(b"/CIDInit") else "page")] = data
    return found


def words_of(pdf: bytes) -> str:
    """Return what a reader copies from the page, each piece of text in a line of its own."""
    parts = streams(pdf)
    table = {
        cid: bytes.fromhex(text.decode()).decode("utf-16-be")
        for cid, text in re.findall(rb"<([0-9A-F]{4})><([0-9a-f]+)>", parts["map"])
    }
    pieces = re.findall(rb"<([0-9A-F]+)> Tj", parts["page"])
    return "\n".join(
        "".join(table[piece[n : n + 4]] for n in range(0, len(piece), 4)) for piece in pieces
    )


def scanned(pdf: bytes) -> str:
    """Return what the QR on the page says, drawn and read again."""
    drawing = next(
        line for line in streams(pdf)["page"].decode().splitlines() if line.count(" re") > 9
    )
    boxes = [tuple(map(float, box)) for box in BOX.findall(drawing)]
    left, low = min(b[0] for b in boxes), min(b[1] for b in boxes)
    picture = numpy.full((900, 900), 255, dtype=numpy.uint8)
    for x, y, wide, high in boxes:
        columns = [round((part - left) * DOTS_A_POINT) + 60 for part in (x, x + wide)]
        rows = [round((part - low) * DOTS_A_POINT) + 60 for part in (y, y + high)]
        picture[rows[0] : rows[1], columns[0] : columns[1]] = 0
    found = zxingcpp.read_barcodes(numpy.flipud(picture).copy())
    return str(found[0].text)


def paper(info: CertificateInfo) -> bytes:
    return certificate_pdf(
        info, credential=get_credential(resident(), info.number), verify_at=ADDRESS
    )


def test_it_says_what_the_credential_says(clock: FixedClock) -> None:
    clock.set(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    info = issue_certificate(wanted())
    pdf = paper(info)
    words = words_of(pdf)
    for text in (
        "居住证",
        "Residence permit",
        "林样例",
        "430302********1235",
        "湘潭市雨湖区",
        "Yuhu, Xiangtan",
        "雨湖区公安局",
        "2026年3月2日",
        "2027年3月1日",
        info.code,
        info.number,
        "样例 SAMPLE",
    ):
        assert text in words, text
    assert scanned(pdf) == ADDRESS
    assert streams(pdf)["EmbeddedFile"] == get_credential(resident(), info.number)
    assert paper(info) == pdf
    # Only the characters that stand there are embedded, and the file's table finds each part.
    assert len(streams(pdf)["CIDFontType0C"]) < 60_000
    assert b"/FontFile3" in pdf
    places = re.findall(rb"^(\d{10}) 00000 n ", pdf, re.MULTILINE)
    for number, place in enumerate(places, 1):
        assert pdf[int(place) :].startswith(b"%d 0 obj\n" % number)
    begins = int(re.findall(rb"startxref\n(\d+)\n", pdf)[0])
    assert pdf[begins:].startswith(b"xref\n0 %d\n" % (len(places) + 1))


def test_outside_a_demonstration_nothing_is_called_a_sample(clock: FixedClock) -> None:
    words = words_of(paper(issue_certificate(wanted(sample=False))))
    assert "SAMPLE" not in words
    assert "没有法律效力" not in words


def test_a_character_that_the_font_lacks_is_named_and_not_lost(clock: FixedClock) -> None:
    facts = FACTS | {"applicant.name": Words("林\U000323af", "林\U000323af")}
    words = words_of(paper(issue_certificate(wanted(facts=facts))))
    assert "林〓U+323AF" in words


def test_long_answers_stay_on_the_page(clock: FixedClock) -> None:
    facts = FACTS | {"form.address": Words("样例路" * 60, "Sample road " * 60)}
    pdf = paper(issue_certificate(wanted(facts=facts)))
    assert "…" in words_of(pdf)
    marks = re.findall(rb"1 0 0 1 ([0-9.]+) ([0-9.]+) Tm", streams(pdf)["page"])
    assert all(40 < float(x) < 555 and 40 < float(y) < 800 for x, y in marks)
