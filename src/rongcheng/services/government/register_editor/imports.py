"""A file of a register becomes one draft (导入成草稿): all of it or nothing, and safe to repeat.

One draft, because entries lean on one another: a power that ends and the one that follows it are
published together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.changes.registers import Entry, first_day_between
from rongcheng.policy.editions import current_book
from rongcheng.policy.pack import Pack
from rongcheng.services.government.catalogue_editor.drafts import (
    get_draft,
    keep_draft,
    save_text,
    visible_drafts,
)
from rongcheng.services.government.catalogue_editor.entries import (
    body_of,
    entries_in,
    held_body,
    ids_of,
    plain_entry,
)
from rongcheng.services.government.catalogue_editor.grids import Sent, read_grids
from rongcheng.services.government.catalogue_editor.table_faults import TableFault, own_fault
from rongcheng.services.government.models import ItemDraft
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.services.government.register_editor.errors import FileOfOtherEntries
from rongcheng.services.government.register_editor.importing import ImportedEntries, read_entries
from rongcheng.services.government.register_editor.kinds import Register
from rongcheng.web.actor import Actor


class TakenEntries(NamedTuple):
    """What came of a file: a draft of what changes, how many entries differ and stay, or faults."""

    draft: ItemDraft | None
    changed: int
    unchanged: int
    faults: Sequence[TableFault]


def import_entries(actor: Actor, register: Register, files: Iterable[Sent]) -> TakenEntries:
    """Keep one draft of all that a file changes; with one fault nothing is kept.

    The same file sent again finds its draft. Raises FileTooLarge or FileUnreadable.
    """
    pack = current_book(actor.metro).pack
    imported = read_entries(register, read_grids(files), pack)
    changed = [entry for entry in imported.entries if entry not in _held(pack, register, entry)]
    body = body_of(plain_entry(register.kind, entry) for entry in changed)
    opened = [
        draft
        for draft in visible_drafts(actor, register.kind).filter(state__in=OPEN)
        if ids_of(draft.body, draft.base) & ids_of(body)
    ]
    same = next((draft for draft in opened if draft.body == body), None)
    faults = [*imported.faults, *_early(register, imported, changed, pack)]
    faults += [] if same else _open(register, imported, changed, opened)
    stay = len(imported.entries) - len(changed)
    if faults or not changed:
        return TakenEntries(None, 0, stay, faults)
    if same is not None:
        return TakenEntries(same, len(changed), stay, ())
    base = held_body(pack, register.kind, ids_of(body))
    wanted = ItemDraft(kind=register.kind, item=changed[0].id, body=body, base=base)
    return TakenEntries(keep_draft(actor, wanted, new_id()), len(changed), stay, ())


def import_into(
    actor: Actor, register: Register, code: str, files: Iterable[Sent], seen: int
) -> Sequence[TableFault]:
    """Put what a file says into a draft of the same entries; return what is wrong with it.

    Raises FileOfOtherEntries, DraftMoved, FileTooLarge or FileUnreadable.
    """
    draft = get_draft(actor, code, register.kind)
    imported = read_entries(register, read_grids(files), current_book(draft.metro).pack)
    if imported.faults:
        return imported.faults
    ids = ids_of(draft.body)
    if set(imported.rows) != ids:
        raise FileOfOtherEntries(entries=", ".join(sorted(ids)))
    plains = {entry.id: plain_entry(register.kind, entry) for entry in imported.entries}
    save_text(actor, code, body_of(plains[one] for one in imported.rows), seen)
    return ()


def _held(pack: Pack, register: Register, entry: Entry) -> list[Entry]:
    return entries_in(pack, register.kind, (entry.id,))


def _early(
    register: Register, imported: ImportedEntries, changed: Sequence[Entry], pack: Pack
) -> Iterator[TableFault]:
    """Yield what would differ today already."""
    for entry in changed:
        day = first_day_between(_held(pack, register, entry), [entry])
        if day is not None and day <= get_clock().today():
            row, told = imported.rows[entry.id], {"id": entry.id, "day": day.isoformat()}
            yield own_fault("entry_early", register.slug, row, "from", **told)


def _open(
    register: Register,
    imported: ImportedEntries,
    changed: Sequence[Entry],
    opened: Sequence[ItemDraft],
) -> Iterator[TableFault]:
    """Yield what somebody else is changing."""
    taken = ids_of(*(text for draft in opened for text in (draft.body, draft.base)))
    for entry in changed:
        if entry.id in taken:
            row = imported.rows[entry.id]
            yield own_fault("entry_open", register.slug, row, "id", id=entry.id)
