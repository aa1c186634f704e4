"""A certificate on paper (证照版式): one A4 page, in Chinese with English underneath.

What stands here is what the credential says, and nothing else; the credential itself lies inside
the file. The QR leads to the page of verification with number and code filled in.
"""

from __future__ import annotations

from datetime import date

import segno

from rongcheng.foundation.certificates.claims import Claims, Words
from rongcheng.foundation.certificates.paper.fonts import drawable, width_of
from rongcheng.foundation.certificates.paper.pdf import A4, Attached, Colour, Sheet, write_pdf
from rongcheng.foundation.certificates.types import CertificateInfo

_TEAL: Colour = (0.05, 0.38, 0.36)
_PALE: Colour = (0.72, 0.83, 0.82)
_GREY: Colour = (0.36, 0.42, 0.44)
_FAINT: Colour = (0.91, 0.93, 0.93)
_EDGE, _INNER = 34.0, 41.0
_LEFT, _VALUES, _RIGHT = 84.0, 236.0, A4[0] - 84.0
_QR_SIDE = 104.0
_LONG_LINES = 3
_NO_END = Words("长期", "without an end")
_SAMPLE = Words(
    "样例：由演示系统生成，没有法律效力。",
    "A sample made by a demonstration; it has no legal effect.",
)


def certificate_pdf(info: CertificateInfo, *, credential: bytes, verify_at: str) -> bytes:
    """Return the certificate as a PDF that carries its credential and a QR to verify it.

    `verify_at` is the whole address that the QR holds. The same certificate gives the same bytes.
    """
    claims, sheet = info.claims, Sheet()
    _frames(sheet)
    if claims.sample:
        _watermark(sheet)
    sheet.centred(716, claims.title.zh, size=_title_size(claims.title.zh), colour=_TEAL)
    sheet.centred(692, claims.title.en, size=12, colour=_GREY)
    sheet.centred(664, f"证照编号 No. {info.number}", size=10, colour=_GREY)
    _lines(sheet, claims)
    _foot(sheet, info, verify_at)
    attached = Attached(
        f"{info.number}.cose", "application/cose", f"{claims.title.zh} {info.number}", credential
    )
    title = f"{claims.title.zh} {info.number}"
    return write_pdf(sheet, title=title, attached=attached)


def day_words(day: date | None) -> Words:
    """Return a day as the paper writes it; without an end where there is none.

    >>> from datetime import date
    >>> day_words(date(2026, 3, 2)), day_words(None)
    (Words(zh='2026年3月2日', en='2026-03-02'), Words(zh='长期', en='without an end'))
    """
    if day is None:
        return _NO_END
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _frames(sheet: Sheet) -> None:
    for margin, width in ((_EDGE, 2.2), (_INNER, 0.6)):
        size = (A4[0] - 2 * margin, A4[1] - 2 * margin)
        sheet.frame((margin, margin), size, width=width, colour=_TEAL)


def _watermark(sheet: Sheet) -> None:
    for x, y in ((90, 560), (300, 430), (90, 250), (320, 160)):
        sheet.slanted(x, y, "样例 SAMPLE", size=34, colour=_FAINT)


def _title_size(title: str) -> float:
    """Return the size at which a title fits between the frames."""
    wide = width_of(drawable(title), 1)
    return min(32.0, (_RIGHT - _LEFT) / wide)


def _lines(sheet: Sheet, claims: Claims) -> None:
    rows = [(field.title, field.value) for field in claims.fields]
    rows.append((Words("发证机关", "Authority"), claims.authority))
    rows.append((Words("发证日期", "Issued on"), day_words(claims.valid_from)))
    rows.append((Words("有效期至", "Valid until"), day_words(claims.valid_until)))
    y = 628.0
    # Many fields stand closer together, so that they never run into the foot of the page.
    step = min(38.0, 400.0 / max(1, sum(_height(value) for _, value in rows)))
    for title, value in rows:
        sheet.text(_LEFT, y, title.zh, size=12, colour=_TEAL)
        sheet.text(_LEFT, y - 11, title.en, size=7.5, colour=_GREY)
        for number, part in enumerate(_wrapped(value.zh, 13)):
            sheet.text(_VALUES, y - number * 16, part, size=13)
        if value.en != value.zh:
            below = y - (_height(value) - 1) * 16 - 12
            for part in _wrapped(value.en, 7.5)[:1]:
                sheet.text(_VALUES, below, part, size=7.5, colour=_GREY)
        y -= step * _height(value)
        sheet.line((_LEFT, y + step - 17), (_RIGHT, y + step - 17), width=0.4, colour=_PALE)


def _foot(sheet: Sheet, info: CertificateInfo, verify_at: str) -> None:
    bottom = 70.0
    _qr(sheet, verify_at, (_RIGHT - _QR_SIDE, bottom + 26))
    sheet.text(_LEFT, bottom + 116, "校验码 Verification code", size=9, colour=_GREY)
    sheet.text(_LEFT, bottom + 94, info.code, size=18)
    told = (
        "扫右边的二维码，或在核验页输入证照编号和校验码，可以查到它现在是否有效。",
        "Scan the code, or type number and verification code on the page of verification.",
        "这份文件里附有签名凭证，没有网络也能核验。",
        "The signed credential lies inside this file and can be verified without a network.",
    )
    for number, words in enumerate(told):
        size = 8.5 if number % 2 == 0 else 7.0
        for part in _wrapped(words, size, _RIGHT - _QR_SIDE - 14 - _LEFT)[:1]:
            sheet.text(_LEFT, bottom + 70 - number * 12, part, size=size, colour=_GREY)
    if info.claims.sample:
        sheet.text(_LEFT, bottom + 10, f"{_SAMPLE.zh} {_SAMPLE.en}", size=7.5, colour=_TEAL)


def _qr(sheet: Sheet, words: str, corner: tuple[float, float]) -> None:
    matrix = [list(row) for row in segno.make(words, error="m", micro=False).matrix]
    side = _QR_SIDE / len(matrix)
    boxes = []
    for row, cells in enumerate(matrix):
        y = corner[1] + _QR_SIDE - (row + 1) * side
        column = 0
        while column < len(cells):
            end = column
            while end < len(cells) and cells[end]:
                end += 1
            if end > column:
                boxes.append((corner[0] + column * side, y, (end - column) * side, side))
            column = end + 1
    sheet.boxes(boxes, colour=(0.0, 0.0, 0.0))


def _height(value: Words) -> float:
    return 1 + 0.45 * (len(_wrapped(value.zh, 13)) - 1)


def _wrapped(words: str, size: float, room: float = _RIGHT - _VALUES) -> list[str]:
    """Return a text in lines that fit; what passes the last one ends in an ellipsis."""
    lines, current = [], ""
    for character in drawable(words):
        if width_of(current + character, size) > room:
            lines.append(current)
            current = ""
        current += character
    lines.append(current)
    if len(lines) > _LONG_LINES:
        lines = [*lines[: _LONG_LINES - 1], lines[_LONG_LINES - 1][:-1] + "…"]
    return lines
