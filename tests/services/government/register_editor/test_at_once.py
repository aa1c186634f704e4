"""Several drafts of one register at the same moment: all of them hold, or the later is told."""

from __future__ import annotations

import pytest

from rongcheng.policy.changes.registers import entries_of
from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.errors import DraftOpen, DraftOutdated
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.catalogue_editor.entries import (
    Plain,
    body_of,
    held_body,
    plains_of,
)
from rongcheng.services.government.models import DraftKind, ItemDraft, ItemDraftStep
from rongcheng.services.government.register_editor.acts import begin_correction
from rongcheng.services.government.register_editor.kinds import BY_SLUG
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.government.catalogue_editor.conftest import AUTHOR, COLLEAGUE, METRO

POWERS = BY_SLUG["powers"]
ENTRIES = ("xiangtan-01", "xiangtan-02", "xiangtan-03")


def titled(plain: Plain, title: str) -> Plain:
    """An entry under another name, which decides nothing and so may hold from today."""
    return {**plain, "title": {"zh": title, "en": "Sample"}}


def proposed(code: str, title: str) -> str:
    """Return the code of a proposed draft that calls a power otherwise."""
    draft = begin_correction(AUTHOR, POWERS, code, f"t-{code}")
    body = body_of(titled(plain, title) for plain in plains_of(draft.body))
    drafts.save_text(AUTHOR, draft.code, body, 0)
    return drafts.propose(AUTHOR, draft.code).code


def proposed_beside(code: str, title: str) -> str:
    """Return a proposed draft of an entry that an open draft under another id holds as well.

    The page refuses it. Two who begin in the same moment both look before either has written.
    """
    base = held_body(current_book(METRO).pack, DraftKind.POWER, {code})
    body = body_of(titled(plain, title) for plain in plains_of(base))
    wanted = ItemDraft(kind=DraftKind.POWER, item=f"{code}-beside", body=body, base=base)
    draft = drafts.keep_draft(AUTHOR, wanted, f"b-{code}")
    return drafts.propose(AUTHOR, draft.code).code


def titles() -> dict[str, str]:
    """The names of the powers as they are published."""
    pack = current_book(METRO).pack
    return {one.id: one.title["zh"] for one in entries_of(pack, DraftKind.POWER)}


@pytest.mark.django_db(transaction=True)
def test_drafts_of_one_register_confirmed_at_once(published: None) -> None:
    begun = at_once([lambda n=n: begin_correction(AUTHOR, POWERS, "xiangtan-04", f"r{n}")
                     for n in range(4)])  # fmt: skip
    assert sorted(type(one).__name__ for one in begun) == [*["DraftOpen"] * 3, "ItemDraft"]
    assert DraftOpen.code == "government.E204"
    before = titles()
    codes = [proposed(code, f"样例名称{code[-1]}") for code in ENTRIES]
    done = at_once([lambda c=c: drafts.confirm(COLLEAGUE, c) for c in [*codes, *codes]])
    assert [type(one) for one in done] == [ItemDraft] * 6
    names = {"xiangtan-01": "样例名称1", "xiangtan-02": "样例名称2", "xiangtan-03": "样例名称3"}
    assert titles() == before | names
    assert ItemDraftStep.objects.filter(act="confirm").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_entry_confirmed_at_once(published: None) -> None:
    codes = [proposed("xiangtan-01", "样例名称甲"), proposed_beside("xiangtan-01", "样例名称乙")]
    before = titles()
    done = at_once([lambda c=c: drafts.confirm(COLLEAGUE, c) for c in codes])
    assert sorted(type(one).__name__ for one in done) == ["DraftOutdated", "ItemDraft"]
    refused = next(n for n, one in enumerate(done) if isinstance(one, DraftOutdated))
    kept = ("样例名称乙", "样例名称甲")[refused]
    assert titles() == before | {"xiangtan-01": kept}
    assert ItemDraft.objects.get(code=codes[refused]).edition == ""
    assert ItemDraftStep.objects.filter(act="confirm").count() == 1
