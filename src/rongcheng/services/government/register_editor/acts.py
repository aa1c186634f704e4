"""What the office begins with an entry (登记的起草): a new one, a change from a day, an end.

An entry that holds is not written over: it ends on the day before, and another one follows it.
Each act makes a draft of all that belongs together; the same form sent twice makes one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.changes.registers import REGISTERS, Entry, entries_of, term_of
from rongcheng.policy.editions import current_book
from rongcheng.policy.pack import Pack
from rongcheng.services.government.catalogue.errors import DraftOpen
from rongcheng.services.government.catalogue_editor.drafts import (
    keep_draft,
    refuse_early,
    visible_drafts,
)
from rongcheng.services.government.catalogue_editor.entries import (
    Plain,
    body_of,
    held_body,
    ids_of,
    plain_entry,
)
from rongcheng.services.government.models import DraftKind, ItemDraft
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.services.government.register_editor.errors import (
    EntryBegun,
    EntryIdTaken,
    EntryNotBegun,
    EntryOver,
    EntryUnknown,
)
from rongcheng.services.government.register_editor.kinds import Register
from rongcheng.web.actor import Actor

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
_ONE_DAY = timedelta(days=1)
_LONGEST = 64
_NO_TITLE = {"zh": "", "en": ""}
_BLANK: dict[DraftKind, Plain] = {
    DraftKind.AGREEMENT: {"parties": [], "services": ["government"], "summary": _NO_TITLE},
    DraftKind.POWER: {"number": "", "giver": "", "receiver": ""},
    DraftKind.BUNDLE: {"items": []},
}


class Recalling(NamedTuple):
    """From which day a power is taken back, by which document, and why in words."""

    first: date
    document: str
    number: str
    reason_zh: str
    reason_en: str


class NewEntry(NamedTuple):
    """A new entry: its id, the one that it is like (empty: none), its first day."""

    id: str
    like: str
    starts_on: date


def get_entry(pack: Pack, register: Register, code: str) -> Entry:
    """Return one entry of a register; raises EntryUnknown."""
    found = next((one for one in entries_of(pack, register.kind) if one.id == code), None)
    if found is None:
        raise EntryUnknown(entry=code[:_LONGEST])
    return found


def begin_new(actor: Actor, register: Register, new: NewEntry, token: str) -> ItemDraft:
    """Begin a new entry, like another one or from nothing; its document is its own.

    Raises EntryIdTaken, EntryUnknown, DraftTooEarly, DraftOpen.
    """
    pack = current_book(actor.metro).pack
    if not _ID.fullmatch(new.id) or new.id in _ids(pack, register):
        raise EntryIdTaken(entry=new.id[:_LONGEST])
    refuse_early(new.starts_on)
    model = _blank(register)
    if new.like:
        model = plain_entry(register.kind, get_entry(pack, register, new.like))
    return _keep(actor, register, new.id, [_follower(model, new.id, new.starts_on)], token)


def begin_change(
    actor: Actor, register: Register, code: str, starts_on: date, token: str
) -> ItemDraft:
    """Begin to change an entry from a day on: it ends the day before, and another one follows.

    One that has not begun is changed as it stands. Raises EntryUnknown, EntryOver, DraftTooEarly,
    DraftOpen.
    """
    pack = current_book(actor.metro).pack
    entry = get_entry(pack, register, code)
    first, last = term_of(entry)
    refuse_early(starts_on)
    if last < starts_on:
        raise EntryOver(entry=code, last=last.isoformat())
    plain = plain_entry(register.kind, entry)
    if first >= starts_on:
        return _keep(actor, register, code, [{**plain, "from": starts_on.isoformat()}], token)
    follower = _follower(plain, _next_id(code, starts_on, _ids(pack, register)), starts_on)
    return _keep(actor, register, code, [_ended(plain, starts_on - _ONE_DAY), follower], token)


def begin_correction(actor: Actor, register: Register, code: str, token: str) -> ItemDraft:
    """Begin to correct the words or the document of an entry; who decides stays as it is."""
    entry = get_entry(current_book(actor.metro).pack, register, code)
    return _keep(actor, register, code, [plain_entry(register.kind, entry)], token)


def begin_end(actor: Actor, register: Register, code: str, last: date, token: str) -> ItemDraft:
    """Let an entry end with a day, the last on which it holds; today at the earliest.

    Raises EntryUnknown, EntryNotBegun, EntryOver, DraftTooEarly, DraftOpen.
    """
    entry = _holding(actor, register, code, last)
    refuse_early(last + _ONE_DAY)
    return _keep(actor, register, code, [_ended(plain_entry(register.kind, entry), last)], token)


def begin_recall(
    actor: Actor, register: Register, code: str, why: Recalling, token: str
) -> ItemDraft:
    """Take a power back from a day on, tomorrow at the earliest: new cases go to its giver.

    Raises EntryUnknown, EntryNotBegun, EntryOver, DraftTooEarly, DraftOpen.
    """
    entry = _holding(actor, register, code, why.first)
    refuse_early(why.first)
    source = {"document": why.document, **({"number": why.number} if why.number else {})}
    recall: Plain = {"from": why.first.isoformat(), "source": source, "status": "illustrative"}
    if why.reason_zh or why.reason_en:
        recall["reason"] = {"zh": why.reason_zh, "en": why.reason_en}
    plain = {**plain_entry(register.kind, entry), "recall": recall}
    return _keep(actor, register, code, [plain], token)


def begin_withdrawal(actor: Actor, register: Register, code: str, token: str) -> ItemDraft:
    """Withdraw an entry that is announced and has not begun; raises EntryBegun."""
    entry = get_entry(current_book(actor.metro).pack, register, code)
    if entry.since <= get_clock().today():
        raise EntryBegun(entry=code, since=entry.since.isoformat())
    return _keep(actor, register, code, [], token)


def _holding(actor: Actor, register: Register, code: str, on: date) -> Entry:
    entry = get_entry(current_book(actor.metro).pack, register, code)
    first, last = term_of(entry)
    if last < get_clock().today() or last < on:
        raise EntryOver(entry=code, last=last.isoformat())
    if first > on:
        raise EntryNotBegun(entry=code, since=first.isoformat())
    return entry


def _keep(
    actor: Actor, register: Register, code: str, plains: Sequence[Plain], token: str
) -> ItemDraft:
    pack, body = current_book(actor.metro).pack, body_of(plains)
    ids = {code, *ids_of(body)}
    opened = visible_drafts(actor, register.kind).filter(state__in=OPEN).exclude(token=token)
    for draft in opened:
        taken = ids & ids_of(draft.body, draft.base)
        if taken:
            raise DraftOpen(item=", ".join(sorted(taken)))
    base = held_body(pack, register.kind, ids)
    wanted = ItemDraft(kind=register.kind, item=code, body=body, base=base)
    return keep_draft(actor, wanted, token)


def _ids(pack: Pack, register: Register) -> set[str]:
    return {entry.id for entry in entries_of(pack, register.kind)}


def _ended(plain: Plain, last: date) -> Plain:
    found = {**plain, "to": last.isoformat()}
    # Whoever is replaced before her power is taken back has none left to take back.
    if found.get("recall", {}).get("from", "") > found["to"]:
        del found["recall"]
    return found


def _follower(model: Plain, code: str, starts_on: date) -> Plain:
    """Return an entry like another one, from a day on, on a document that is still to be named."""
    kept = {key: value for key, value in model.items() if key not in ("to", "recall")}
    own = {"id": code, "from": starts_on.isoformat(), "source": {"document": ""}}
    return {**kept, **own, "status": "illustrative"}


def _next_id(code: str, starts_on: date, taken: set[str]) -> str:
    """Return an id for what follows: the same with its first day, so that one sees which it is."""
    ending = f"-{starts_on:%Y%m%d}"
    found = code[: _LONGEST - len(ending)] + ending
    if found in taken:
        raise EntryIdTaken(entry=found)
    return found


def _blank(register: Register) -> Plain:
    known = set(REGISTERS[register.kind]._fields)
    plain: Plain = {"title": dict(_NO_TITLE), "review_by": "", **_BLANK[register.kind]}
    assert set(plain) <= known
    return plain
