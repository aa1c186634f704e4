"""What the office does with drafts (草稿的每一步): begin, save, propose, confirm, give up.

Everything may be sent twice: the second time finds it done. Nobody confirms what she wrote.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.changes.items import with_version
from rongcheng.policy.editions import current_book, publish_change
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.pack import Pack, canonical
from rongcheng.policy.records import Record
from rongcheng.services.government.catalogue.errors import (
    DraftFaulty,
    DraftMoved,
    DraftOpen,
    DraftOutdated,
    DraftSame,
    DraftStepClosed,
    DraftTooEarly,
    DraftUnknown,
    FourEyes,
    ItemIdTaken,
)
from rongcheng.services.government.catalogue_editor.fault_words import fault_words
from rongcheng.services.government.catalogue_editor.subjects import look_at
from rongcheng.services.government.models import (
    DraftKind,
    DraftState,
    ItemDraft,
    ItemDraftStep,
)
from rongcheng.services.government.models.item_drafts import OPEN
from rongcheng.web.actor import Actor

Plain = dict[str, Any]
_LANGUAGES: tuple[Lang, Lang] = ("zh", "en")
_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
STATES = {
    DraftState.WRITING: ("在修改", "being written"),
    DraftState.PROPOSED: ("等同事核对", "waiting for a colleague"),
    DraftState.PUBLISHED: ("已发布", "published"),
    DraftState.DROPPED: ("已作废", "given up"),
}


def visible_drafts(actor: Actor, kind: str = "") -> QuerySet[ItemDraft]:
    """Return the drafts that this actor may see, of one kind or of all: those of her metro."""
    if actor.kind == "staff" and actor.role == "office":
        found = ItemDraft.objects.filter(metro=actor.metro)
        return found.filter(kind=kind) if kind else found
    return ItemDraft.objects.none()


def get_draft(actor: Actor, code: str, kind: str = DraftKind.ITEM) -> ItemDraft:
    """Return one visible draft of a kind; raises DraftUnknown."""
    found = visible_drafts(actor, kind).filter(code=code).first()
    if found is None:
        raise DraftUnknown(code=code)
    return found


def plain_of(item: ServiceItem) -> Plain:
    """Return an item as plain data, as its file has it."""
    found: Plain = json.loads(canonical(Record(ServiceItem).plain(item)))
    return found


def begin(actor: Actor, code: str, starts_on: date, token: str) -> ItemDraft:
    """Begin a change of an item: a version like the one that held, from a later day on.

    Raises UnknownItem, DraftTooEarly, or DraftOpen where somebody is changing it already.
    """
    item = current_book(actor.metro).government.item(code)
    refuse_early(starts_on)
    held = [v for v in item.versions if v.since <= starts_on]
    version = (held[-1] if held else item.versions[0])._replace(since=starts_on)
    changed = with_version(item, version)
    return keep(actor, plain_of(changed), plain_of(item), token)


def begin_new(actor: Actor, code: str, like: str, starts_on: date, token: str) -> ItemDraft:
    """Begin a new item like one that runs; one known by its title only brings that title.

    Raises ItemIdTaken, UnknownItem, DraftTooEarly, DraftOpen.
    """
    book = current_book(actor.metro).government
    if not _ID.fullmatch(code) or code in {item.id for item in book.items()}:
        raise ItemIdTaken(item=code[:64])
    refuse_early(starts_on)
    model = book.item(like)
    version = model.versions[-1]._replace(since=starts_on, until=None, implementations=())
    titled = next((found for found in book.titles() if found.id == code), None)
    item = model._replace(id=code, basic_code="", versions=(version,))
    if titled is not None:
        item = item._replace(title=titled.title, theme=titled.theme)
    return keep(actor, plain_of(item), None, token)


def keep(actor: Actor, body: Plain, base: Plain | None, token: str) -> ItemDraft:
    """Keep a draft of an item that is begun; the same form sent twice makes one."""
    wanted = ItemDraft(
        kind=DraftKind.ITEM,
        item=str(body["id"]),
        body=canonical(body),
        base=canonical(base) if base else "",
    )
    return keep_draft(actor, wanted, token)


def keep_draft(actor: Actor, wanted: ItemDraft, token: str) -> ItemDraft:
    """Keep a draft of any kind, given by kind, item, body and base; raises DraftOpen."""
    given = {name: getattr(wanted, name) for name in ("kind", "item", "body", "base")}
    made_at = get_clock().now()
    try:
        with transaction.atomic():
            made, is_new = ItemDraft.objects.get_or_create(
                token=token[:64] or new_id(),
                defaults={"code": new_id("D"), "metro": actor.metro, "made_at": made_at, **given},
            )
            if is_new:
                _note(actor, made, "begin")
    except IntegrityError as taken:
        raise DraftOpen(item=wanted.item) from taken
    if (made.metro, made.kind) != (actor.metro, wanted.kind):
        raise DraftUnknown(code=made.code)
    return made


def save(actor: Actor, code: str, body: Plain, seen: int) -> ItemDraft:
    """Save what was written of an item; `seen` counts the savings that the writer knew.

    Raises what `save_text` raises.
    """
    item = get_draft(actor, code).item
    return save_text(actor, code, canonical({**body, "id": item}), seen)


def save_text(actor: Actor, code: str, text: str, seen: int) -> ItemDraft:
    """Save the body of a draft of any kind.

    A draft with faults is kept: it cannot be proposed. Raises DraftMoved, DraftStepClosed.
    """
    with transaction.atomic():
        draft = _locked(actor, code, DraftState.WRITING)
        if text == draft.body:
            return draft
        if seen != draft.seen:
            raise DraftMoved
        draft.body, draft.seen = text, draft.seen + 1
        draft.save(update_fields=["body", "seen"])
        _note(actor, draft, "save")
    return draft


def propose(actor: Actor, code: str, note: str = "") -> ItemDraft:
    """Hand a draft without faults to a colleague; it cannot be written on meanwhile.

    Raises DraftFaulty, DraftSame, DraftTooEarly, DraftOutdated, DraftStepClosed.
    """
    with transaction.atomic():
        draft = _locked(actor, code, DraftState.WRITING, DraftState.PROPOSED)
        if draft.state == DraftState.PROPOSED:
            return draft
        _checked(draft, current_book(draft.metro).pack)
        draft.state, draft.proposed_by = DraftState.PROPOSED, actor.id
        draft.save(update_fields=["state", "proposed_by"])
        _note(actor, draft, "propose", note)
    return draft


def take_back(actor: Actor, code: str, note: str = "") -> ItemDraft:
    """Let a proposed draft be written on again, as the author or as the colleague who looked."""
    with transaction.atomic():
        draft = _locked(actor, code, DraftState.WRITING, DraftState.PROPOSED)
        if draft.state == DraftState.PROPOSED:
            draft.state, draft.proposed_by = DraftState.WRITING, ""
            draft.save(update_fields=["state", "proposed_by"])
            _note(actor, draft, "take_back", note)
    return draft


def drop(actor: Actor, code: str, note: str = "") -> ItemDraft:
    """Give a draft up; what is published stays as it is."""
    with transaction.atomic():
        draft = _locked(actor, code, *OPEN, DraftState.DROPPED)
        if draft.state != DraftState.DROPPED:
            draft.state = DraftState.DROPPED
            draft.save(update_fields=["state"])
            _note(actor, draft, "drop", note)
    return draft


def confirm(actor: Actor, code: str, note: str = "") -> ItemDraft:
    """Publish a proposed draft as a new policy edition; cases begun before keep their version.

    Raises FourEyes for whoever wrote or proposed it, else what `propose` raises.
    """
    with transaction.atomic():
        draft = _locked(actor, code, DraftState.PROPOSED, DraftState.PUBLISHED)
        if draft.state == DraftState.PUBLISHED:
            return draft
        if actor.id in set(draft.steps.exclude(act="take_back").values_list("by", flat=True)):
            raise FourEyes
        by = f"{actor.label or actor.id} · {draft.code}"
        edition = publish_change(draft.metro, lambda book: _checked(draft, book.pack), by=by)
        draft.state, draft.confirmed_by = DraftState.PUBLISHED, actor.id
        draft.edition = edition.hash
        draft.save(update_fields=["state", "confirmed_by", "edition"])
        _note(actor, draft, "confirm", note)
    return draft


def _checked(draft: ItemDraft, pack: Pack) -> Pack:
    """Return the pack with the draft in it, or raise what stands against it."""
    looked = look_at(draft, pack)
    if looked.held != draft.base:
        raise DraftOutdated
    if draft.body == draft.base:
        raise DraftSame
    if looked.pack is None:
        first_zh, first_en = (fault_words(looked.faults[0], lang) for lang in _LANGUAGES)
        raise DraftFaulty(count=len(looked.faults), first_zh=first_zh, first_en=first_en)
    if looked.day is not None:
        refuse_early(looked.day)
    return looked.pack


def refuse_early(day: date) -> None:
    """Refuse a change that would hold today already: raises DraftTooEarly."""
    if day <= get_clock().today():
        raise DraftTooEarly(day=day.isoformat())


def _locked(actor: Actor, code: str, *allowed: DraftState) -> ItemDraft:
    draft = visible_drafts(actor).select_for_update().filter(code=code).first()
    if draft is None:
        raise DraftUnknown(code=code)
    if draft.state not in allowed:
        zh, en = STATES[DraftState(draft.state)]
        raise DraftStepClosed(state_zh=zh, state_en=en)
    return draft


def _note(actor: Actor, draft: ItemDraft, act: str, note: str = "") -> None:
    ItemDraftStep.objects.create(
        draft=draft,
        act=act,
        at=get_clock().now(),
        by=actor.id,
        by_name=actor.label or actor.id,
        city=actor.city,
        note=note.strip()[:500],
    )
