"""Several of the office at the same moment: nothing published is lost, nothing happens twice."""

from __future__ import annotations

import json
from datetime import date

import pytest

from rongcheng.policy.editions import current_book
from rongcheng.services.government.catalogue.errors import DraftOpen
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.models import ItemDraft, ItemDraftStep
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.government.catalogue_editor.conftest import AUTHOR, COLLEAGUE, METRO

# Threads read the machine's own clock, so the day lies beyond every year in which tests run.
LATE = date(2090, 1, 1)
ITEMS = ("food-permit", "hukou-transfer", "medical-filing")


def proposed(item: str) -> str:
    """Return the code of a proposed draft that gives an item another telephone."""
    draft = drafts.begin(AUTHOR, item, LATE, f"t-{item}")
    body = json.loads(draft.body)
    body["versions"][-1]["telephone"] = "12333"
    drafts.save(AUTHOR, draft.code, body, 0)
    return drafts.propose(AUTHOR, draft.code).code


@pytest.mark.django_db(transaction=True)
def test_all_that_is_confirmed_at_once_is_published(published: None) -> None:
    begun = at_once([lambda n=n: drafts.begin(AUTHOR, "residence-permit", LATE, f"r{n}")
                     for n in range(4)])  # fmt: skip
    assert sorted(type(one).__name__ for one in begun) == [*["DraftOpen"] * 3, "ItemDraft"]
    assert DraftOpen.code == "government.E204"
    codes = [proposed(item) for item in ITEMS]
    done = at_once([lambda c=c: drafts.confirm(COLLEAGUE, c) for c in [*codes, *codes]])
    assert [type(one) for one in done] == [ItemDraft] * 6
    book = current_book(METRO).government
    assert [book.item_on(item, LATE).telephone for item in ITEMS] == ["12333"] * 3
    assert ItemDraftStep.objects.filter(act="confirm").count() == 3
