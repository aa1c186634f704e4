"""The page of the code: alike for everyone, small, and kept by a phone with its files only."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.portal.code import pages as code_pages
from tests.portal.clearing_books import client_of

LIMIT = 60_000


def content(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_page_holds_nothing_of_anybody(lin: UUID, lang: str) -> None:
    pages = {login: content(client_of(login, lang), "/me/code") for login in ("", "lin", "desk")}
    assert pages[""] == pages["lin"] == pages["desk"]
    assert b"csrf" not in pages[""]


def test_the_page_and_all_that_it_loads_are_small(published: object, lang: str) -> None:
    client = Client()
    client.cookies["lang"] = lang
    loaded = ["/me/code", "/me/code/sw.js", f"/me/code/manifest.webmanifest?lang={lang}"]
    sizes = {path: len(content(client, path)) for path in [*loaded, *code_pages.files()]}
    assert sum(sizes.values()) <= LIMIT, sizes


def test_what_the_page_loads_is_what_the_phone_keeps(published: object) -> None:
    shown = content(Client(), "/me/code").decode()
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', shown)
    kept = set(code_pages.files())
    assert set(named) - kept == {"/static/portal/code/holder/icon-192.png"}
    assert kept <= set(named)


def test_the_worker_is_for_this_page_only_and_knows_its_release(published: object) -> None:
    answer = Client().get("/me/code/sw.js")
    assert answer["Service-Worker-Allowed"] == "/me/code"
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    version = Client().get("/me/code")["X-Code-Version"]
    opening = answer.content.decode().splitlines()[:2]
    assert opening[0] == f'const VERSION = "{version}";'
    assert json.loads(opening[1].removeprefix("const FILES = ").rstrip(";")) == code_pages.files()


def test_another_file_is_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_pages.version()
    monkeypatch.setattr(code_pages, "files", lambda: ["/static/other.js?v=1"])
    assert code_pages.version() != before


def test_the_phone_can_keep_it_among_its_apps(published: object) -> None:
    for asked, name in (("zh", "融城码"), ("en", "Rongcheng code"), ("x", "融城码")):
        answer = Client().get(f"/me/code/manifest.webmanifest?lang={asked}")
        assert answer["Content-Type"] == "application/manifest+json"
        found = answer.json()
        assert (found["name"], found["start_url"], found["scope"]) == (name, "/me/code", "/me/code")
    for icon in found["icons"]:
        assert content(Client(), icon["src"]).startswith(b"\x89PNG")


def test_reading_switches_are_kept_in_the_page(published: object) -> None:
    client = Client()
    client.cookies.load({"lang": "en", "theme": "dark", "elder": "1"})
    shown = content(client, "/me/code").decode()
    assert '<html lang="en" data-theme="dark" data-elder="1">' in shown
    assert 'name="next" value="/me/code?fresh=1"' in shown
