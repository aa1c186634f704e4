"""What the verification page needs with no network (离线核验页): a shell, and who keeps it.

The shell is the same page without anybody's name, so it may lie in the browser. The worker keeps
it with its files and gives it out when the network does not answer.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from rongcheng.foundation.code.public import Purpose
from rongcheng.portal.desk_verify.words import blank_answers, page_words, purpose_choices

SCOPE = "/desk/verify"
SHELL = "/desk/verify/offline"
FOLDER = "portal/code/verify"
STYLES = ("web/tokens.css", "web/app.css", "web/components.css", "web/lists.css", "web/print.css")


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page that verifies without a network; it knows nobody and no institution."""
    context = {
        "purposes": purpose_choices(tuple(Purpose)),
        "words": page_words(),
        "kinds": blank_answers(),
        # Whoever is signed in now may not be when the browser shows this.
        "actor": None,
    }
    answer = render(request, "portal/desk_verify_offline.html", context)
    # The worker keeps it only beside files of the same release.
    answer["X-Verify-Version"] = _version()
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker of this page and of no other, with the list of what it keeps."""
    kept = {"shell": SHELL, "scope": SCOPE, "version": _version(), "files": _addresses()}
    text = f"self.DESK = {json.dumps(kept)};\n{_content(f'{FOLDER}/worker.js').decode()}"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = SCOPE
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _files() -> tuple[str, ...]:
    folder = Path(str(finders.find(f"{FOLDER}/worker.js"))).parent
    own = sorted(f"{FOLDER}/{path.name}" for path in folder.glob("*.js"))
    return (*STYLES, "web/app.js", "web/mark.svg", "portal/desk_verify.css", *own)


def _addresses() -> list[str]:
    return [static(path) for path in _files() if not path.endswith("/worker.js")]


@cache
def _version() -> str:
    """Return a digest of everything that is kept: another one makes the browser fetch anew."""
    whole = sha256()
    for path in _files():
        whole.update(_content(path))
    return whole.hexdigest()[:16]


def _content(path: str) -> bytes:
    return Path(str(finders.find(path))).read_bytes()
