"""My code (我的码): the page that shows it, which a phone keeps and opens without a network.

The page holds nothing of anybody: what the phone shows is made on the phone, from a key that
never leaves it. So it opens for everyone alike, and may lie in the phone's cache.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from rongcheng.web.i18n import LANGUAGES, t
from rongcheng.web.templatetags.rongcheng import asset

HERE = "/me/code"
SHEETS = ("web/tokens.css", "web/app.css", "portal/code/holder/page.css")
SCRIPTS = tuple(
    f"portal/code/holder/{name}.js"
    for name in ("base45", "cose", "qr_penalty", "qr", "store", "phone", "page")
)
MARK = "web/mark.svg"
_WORKER = Path(__file__).parents[1] / "static" / "portal" / "code" / "holder" / "sw.js"
_ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "maskable"))
_PAPER, _BRAND = "#f7f5ef", "#0e5a5f"


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Open the page in the reader's language, theme and size; the phone does the rest."""
    context = {
        "sheets": [asset(path) for path in SHEETS],
        "scripts": [asset(path) for path in SCRIPTS],
        "mark": static(MARK),
        "here": f"{HERE}?fresh=1",
        "icon": static("portal/code/holder/icon-192.png"),
    }
    answer = render(request, "portal/code.html", context)
    answer["X-Code-Version"] = version()
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return what opens the page without a network, for this page's addresses only."""
    opening = f"const VERSION = {json.dumps(version())};\nconst FILES = {json.dumps(files())};\n"
    answer = HttpResponse(opening + _worker(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = HERE
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put the code among its apps; `?lang=` chooses the name."""
    lang = request.GET.get("lang", "")
    spoken = lang if lang in LANGUAGES else "zh"
    body = {
        "name": t("portal.code.app_name", spoken),
        "short_name": t("portal.code.app_name", spoken),
        "lang": "en" if spoken == "en" else "zh-Hans",
        "start_url": HERE,
        "scope": HERE,
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _BRAND,
        "icons": [
            {
                "src": static(f"portal/code/holder/{name}"),
                "sizes": sizes,
                "type": "image/png",
                "purpose": purpose,
            }
            for name, sizes, purpose in _ICONS
        ],
    }
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/manifest+json"
    answer["Cache-Control"] = "no-cache"
    return answer


def files() -> list[str]:
    """Return the addresses of everything that the page loads."""
    return [*(asset(path) for path in (*SHEETS, *SCRIPTS)), static(MARK)]


def version() -> str:
    """Return the name of this release of the page; another file, another name."""
    content = "\n".join([*files(), _worker()])
    return f"code-{sha256(content.encode()).hexdigest()[:12]}"


@cache
def _worker() -> str:
    return _WORKER.read_text(encoding="utf-8")
