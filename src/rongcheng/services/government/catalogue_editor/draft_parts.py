"""What every page of one draft needs (草稿各页共用): how it stands, its faults, its tabs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.words import reader_lang
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.checking import Checked, check_body
from rongcheng.services.government.catalogue_editor.row_fields import Path
from rongcheng.services.government.catalogue_editor.row_lists import LISTS, RowList, rows_in
from rongcheng.services.government.catalogue_editor.showing import draft_address, editable_version
from rongcheng.services.government.models import DraftState, ItemDraft
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import t

Plain = dict[str, Any]
_LONGEST_NUMBER = 9


class Opened(NamedTuple):
    """A draft as a page opens it: its plain form, the version that is edited, its faults."""

    draft: ItemDraft
    body: Plain
    number: int
    book: PolicyBook
    checked: Checked

    @property
    def may_write(self) -> bool:
        """Tell whether it is being written and not with a colleague."""
        return self.draft.state == DraftState.WRITING

    @property
    def address(self) -> str:
        """Return where the draft's own page is."""
        return draft_address(self.draft)

    def rows(self, of: RowList) -> list[Plain]:
        """Return the rows of a list."""
        return rows_in(self.body, self.number, of)

    def told(self, of: RowList, place: int) -> Mapping[Path, list[str]]:
        """Return the faults of one row by the path within it, in the reader's language."""
        before: Path = ("versions", self.number, of.name, place)
        return {
            path[len(before) :]: texts
            for path, texts in self.checked.told(reader_lang()).items()
            if path[: len(before)] == before
        }


def open_draft(actor: Actor, code: str) -> Opened:
    """Return a draft of this office as it stands; raises DraftUnknown."""
    draft = drafts.get_draft(actor, code)
    body: Plain = json.loads(draft.body)
    book = current_book(draft.metro)
    number = editable_version(body, get_clock().today())
    return Opened(draft, body, number, book, check_body(draft.item, draft.body, book.pack))


def list_named(name: str) -> RowList:
    """Return a list by its name in the address; any other is not found."""
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def seen_of(request: HttpRequest) -> int:
    """Return which saving the page knew; -1 for what our pages did not write."""
    given = request.POST.get("seen", "")
    # Nobody saved so often.
    fits = given.isascii() and given.isdigit() and len(given) < _LONGEST_NUMBER
    return int(given) if fits else -1


def tabs_of(draft: ItemDraft, here: str) -> list[tuple[str, str, bool]]:
    """Return the pages of one draft: comparison, fields, papers, questions, preview."""
    base = draft_address(draft)
    pages = {
        "compare": base,
        "fields": f"{base}/edit",
        **{name: f"{base}/lists/{name}" for name in LISTS},
        "preview": f"{base}/preview",
    }
    return [(t(f"government.row.tab.{key}"), href, key == here) for key, href in pages.items()]
