"""What a draft would do (草稿的核对): the same for items and for the registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rongcheng.policy.changes.items import first_changed_day
from rongcheng.policy.changes.registers import first_day_between
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.pack import Pack, canonical
from rongcheng.policy.records import Record
from rongcheng.services.government.catalogue_editor.checking import check_body
from rongcheng.services.government.catalogue_editor.entries import (
    check_entries,
    entries_in,
    held_body,
    ids_of,
)
from rongcheng.services.government.models import DraftKind, ItemDraft


class Looked(NamedTuple):
    """What a pack holds now of the thing, what is wrong with the draft, and what would come of it.

    `pack` is None with faults; `day` is the first that would differ, None if only words change.
    """

    held: str
    faults: Sequence[PackFault]
    pack: Pack | None
    day: date | None


def look_at(draft: ItemDraft, pack: Pack) -> Looked:
    """Return what a draft would do to a pack."""
    return _item(draft, pack) if draft.kind == DraftKind.ITEM else _entries(draft, pack)


def item_in(pack: Pack, code: str) -> ServiceItem | None:
    """Return an item of a pack, or None where it does not run."""
    return next((item for item in pack.government.items if item.id == code), None)


def _item(draft: ItemDraft, pack: Pack) -> Looked:
    held = item_in(pack, draft.item)
    checked = check_body(draft.item, draft.body, pack)
    day = None if checked.pack is None else first_changed_day(held, checked.item)
    text = canonical(Record(ServiceItem).plain(held)) if held else ""
    return Looked(text, checked.faults, checked.pack, day)


def _entries(draft: ItemDraft, pack: Pack) -> Looked:
    ids = ids_of(draft.base, draft.body)
    checked = check_entries(draft.kind, draft.body, draft.base, pack)
    day = None
    if checked.pack is not None:
        old = entries_in(pack, draft.kind, ids)
        day = first_day_between(old, entries_in(checked.pack, draft.kind, ids))
    return Looked(held_body(pack, draft.kind, ids), checked.faults, checked.pack, day)
