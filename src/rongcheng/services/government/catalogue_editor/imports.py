"""A file of items becomes drafts (导入成草稿): all of it or nothing, and safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.changes.items import first_changed_day
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.pack import Pack, canonical
from rongcheng.services.government.catalogue.errors import FileOfOtherItem
from rongcheng.services.government.catalogue_editor.columns import MAIN
from rongcheng.services.government.catalogue_editor.drafts import (
    get_draft,
    keep,
    plain_of,
    save,
    visible_drafts,
)
from rongcheng.services.government.catalogue_editor.grids import Sent, read_grids
from rongcheng.services.government.catalogue_editor.importing import Imported, read_items
from rongcheng.services.government.catalogue_editor.subjects import item_in
from rongcheng.services.government.catalogue_editor.table_faults import TableFault, own_fault
from rongcheng.services.government.models import DraftKind, ItemDraft
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.web.actor import Actor


class Taken(NamedTuple):
    """What came of a file: drafts for what changes, how many items stay, or all its faults."""

    drafts: Sequence[ItemDraft]
    unchanged: int
    faults: Sequence[TableFault]


def import_items(actor: Actor, files: Iterable[Sent]) -> Taken:
    """Keep a draft for each item that a file changes; with one fault nothing is kept.

    An item that says what is published, or what its open draft says, is passed over: so the same
    file may be sent again. Raises FileTooLarge or FileUnreadable.
    """
    pack = current_book(actor.metro).pack
    imported = read_items(read_grids(files), pack)
    changed = [item for item in imported.items if item != item_in(pack, item.id)]
    opened = {
        draft.item: draft
        for draft in visible_drafts(actor, DraftKind.ITEM).filter(
            state__in=OPEN, item__in=[item.id for item in changed]
        )
    }
    faults = [*imported.faults, *_refused(imported, changed, pack, opened)]
    if faults:
        return Taken((), 0, faults)
    with transaction.atomic():
        drafts = [opened.get(item.id) or _keep(actor, item, pack) for item in changed]
    return Taken(drafts, len(imported.items) - len(changed), ())


def import_into(actor: Actor, code: str, files: Iterable[Sent], seen: int) -> Taken:
    """Put what a file says of one item into its draft; raises FileOfOtherItem, DraftMoved."""
    draft = get_draft(actor, code)
    imported = read_items(read_grids(files), current_book(draft.metro).pack)
    if imported.faults:
        return Taken((), 0, imported.faults)
    found = next((item for item in imported.items if item.id == draft.item), None)
    if found is None or len(imported.items) != 1:
        raise FileOfOtherItem(item=draft.item)
    return Taken((save(actor, code, plain_of(found), seen),), 0, ())


def _keep(actor: Actor, item: ServiceItem, pack: Pack) -> ItemDraft:
    held = item_in(pack, item.id)
    return keep(actor, plain_of(item), plain_of(held) if held else None, new_id())


def _refused(
    imported: Imported,
    changed: Sequence[ServiceItem],
    pack: Pack,
    opened: Mapping[str, ItemDraft],
) -> Iterator[TableFault]:
    """Yield what cannot be changed: what is in force already, and what somebody else changes."""
    today = get_clock().today()
    for item in changed:
        day = first_changed_day(item_in(pack, item.id), item)
        if day is not None and day <= today:
            since = max((v.since for v in item.versions if v.since <= day), default=day)
            row = imported.rows.get((item.id, since.isoformat()), 0)
            yield own_fault("too_early", MAIN, row, "from", id=item.id, day=day.isoformat())
        draft = opened.get(item.id)
        if draft is not None and draft.body != canonical(plain_of(item)):
            row = imported.rows.get((item.id, item.versions[0].since.isoformat()), 0)
            yield own_fault("draft_open", MAIN, row, "id", id=item.id)
