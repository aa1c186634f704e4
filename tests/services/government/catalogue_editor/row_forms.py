"""Rows of a draft as a browser sends them, for the tests of its pages."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from rongcheng.services.government.catalogue_editor.row_fields import as_typed, view_row
from rongcheng.services.government.catalogue_editor.row_lists import FORM, LISTS, RowList
from rongcheng.services.government.models import ItemDraft
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.packs import book_of

Office = dict[str, Client]
Form = dict[str, Any]
JULY = "2026-07-01"
PAPERS = ["id-card", "household-register", "home-proof", "marriage-certificate", "work-proof"]


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def begun(office: Office) -> str:
    """Begin a change of moving a household entry and return the draft's address."""
    sent = {"item": "hukou-transfer", "from": JULY, "token": "t-rows"}
    return str(office["author"].post("/office/items", sent)["Location"]).removesuffix("/edit")


def rows(name: str) -> list[dict[str, Any]]:
    """Return a list of the one draft as it is kept."""
    found: list[dict[str, Any]] = json.loads(ItemDraft.objects.get().body)["versions"][-1][name]
    return found


def form_of(of: RowList, row: dict[str, Any], asked: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return what a browser sends for a row that stands on its page."""
    view = view_row(of, as_typed(row), book_of(METRO), asked, {})
    form: dict[str, list[str]] = {}
    for field in (field for group in view.groups for field in group.fields):
        form[field.key] = list(field.chosen) if field.kind == "flag" else [field.value]
    for line in view.lines:
        texts = {"order": str(line.number + 1), "const": line.const, "zh": line.zh, "en": line.en}
        form |= {f"c-{line.number}-{part}": [word] for part, word in texts.items()}
    form["when"] = [value for one in view.ticks for value, _, is_on in one.answers if is_on]
    return form


def sent(name: str, place: int, /, **changes: object) -> Form:
    """Return a row's page as it stands, some fields written anew, ready to be sent."""
    of, draft = LISTS[name], ItemDraft.objects.get()
    questions = rows("form")
    row = rows(name)[place - 1]
    asked = questions[: place - 1] if of is FORM else questions
    hidden = {"seen": str(draft.seen), "was": of.key(row), "act": "save"}
    return {**form_of(of, row, asked), **hidden, **changes}


def wishes(client: Client, page: str) -> list[str]:
    """Return what the buttons of a list send."""
    return re.findall(r'name="act" value="((?:up|down)-[^"]+)"', text(client.get(page)))
