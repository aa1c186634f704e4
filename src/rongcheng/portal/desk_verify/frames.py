"""Reads a code from a camera's picture (识别画面): for browsers that have no reader of their own.

The page sends one square of grey bytes at a time, no picture file: nothing is unpacked here, so a
malicious file has nothing to attack. Nothing of it is stored or written to a log.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from rongcheng.kernel.late import library
from rongcheng.portal.desk_verify.errors import PictureUnreadable
from rongcheng.web.actor import actor_required

LEAST_SIDE, MOST_SIDE = 64, 1_024
LONGEST_TEXT = 1_000
_PREFIX = "RC1:"


@require_POST
@actor_required("desk", "clerk")
def frame(request: HttpRequest) -> HttpResponseBase:
    """Return the text of the code in a picture, empty where there is none.

    The body is grey bytes, row by row; `?width=` says how many make a row.
    """
    return JsonResponse({"text": read_frame(_width(request), request.body)})


def read_frame(width: int, grey: bytes) -> str:
    """Return what the QR code in a grey picture says, a Rongcheng code before any other.

    Raises PictureUnreadable for bytes that make no picture of the permitted size.
    """
    height, rest = divmod(len(grey), width)
    if rest or not LEAST_SIDE <= height <= MOST_SIDE:
        raise PictureUnreadable()
    reader = library("zxingcpp")
    picture = memoryview(grey).cast("B", (height, width))
    only_qr = reader.BarcodeFormats(reader.BarcodeFormat.QRCode)
    found = reader.read_barcodes(picture, formats=only_qr)
    texts = [code.text for code in found if 0 < len(code.text) <= LONGEST_TEXT]
    return min(texts, key=lambda text: not text.startswith(_PREFIX), default="")


def _width(request: HttpRequest) -> int:
    written = request.GET.get("width", "")
    if not (written.isascii() and written.isdigit() and len(written) <= 4):
        raise PictureUnreadable()
    width = int(written)
    if not LEAST_SIDE <= width <= MOST_SIDE:
        raise PictureUnreadable()
    return width
