"""Drafts: nobody confirms alone, nothing reaches back, and a refused step changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import current_book, current_hash, publish
from rongcheng.policy.models import PolicyEdition
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
from rongcheng.services.government.catalogue_editor import drafts
from rongcheng.services.government.models import DraftState, ItemDraft, ItemDraftStep
from rongcheng.services.government.public import deadline_terms
from rongcheng.web.actor import Actor
from tests.services.government.catalogue_editor.conftest import AUTHOR, COLLEAGUE, METRO

pytestmark = pytest.mark.usefixtures("published")
JULY, HUKOU = date(2026, 7, 1), "hukou-transfer"
THIRD = Actor("staff", "office-c", label="样例·丙", role="office", city="430300", metro=METRO)
FAR = Actor("staff", "office-d", role="office", city="510100", metro="chengdemeizi")
CLERK = Actor("staff", "clerk-a", role="clerk", city="430100", metro=METRO)


def shorter(draft: ItemDraft, days: int = 3) -> dict[str, Any]:
    """Return the draft's body with another promised limit in its last version."""
    body: dict[str, Any] = json.loads(draft.body)
    body["versions"][-1]["promised_limit"]["count"] = days
    return body


def begun(token: str = "t1") -> ItemDraft:
    """Return a draft that shortens the promised limit from July on."""
    draft = drafts.begin(AUTHOR, HUKOU, JULY, token)
    return drafts.save(AUTHOR, draft.code, shorter(draft), draft.seen)


def promised(day: date) -> int:
    """Return the promised limit by what is published now, for a case that begins on a day."""
    return deadline_terms(current_book(METRO), HUKOU, "430100", day).promised.days


def test_a_confirmed_draft_holds_from_its_day_and_not_before() -> None:
    before = current_hash(METRO)
    draft = begun()
    drafts.propose(AUTHOR, draft.code, "依据样例文件")
    assert current_hash(METRO) == before
    done = drafts.confirm(COLLEAGUE, draft.code)
    assert done.edition == current_hash(METRO) != before
    assert [promised(day) for day in (date(2026, 5, 20), date(2026, 6, 30), JULY)] == [5, 5, 3]
    edition = PolicyEdition.objects.get(hash=done.edition)
    assert edition.published_by == f"样例·乙 · {draft.code}"
    assert [step.act for step in done.steps.all()] == ["begin", "save", "propose", "confirm"]


def test_a_published_item_leaves_the_rest_of_the_pack_as_it_was() -> None:
    before = current_book(METRO).pack.government
    draft = begun()
    drafts.propose(AUTHOR, draft.code)
    drafts.confirm(COLLEAGUE, draft.code)
    after = current_book(METRO).pack.government
    assert after.certificates is not None
    assert after._replace(items=before.items) == before


def test_a_paper_names_a_kind_of_certificate_that_exists() -> None:
    draft = begun()
    body = shorter(draft)
    body["versions"][-1]["materials"][0]["licence"] = "no-such-kind"
    drafts.save(AUTHOR, draft.code, body, draft.seen)
    with pytest.raises(DraftFaulty) as told:
        drafts.propose(AUTHOR, draft.code)
    assert "no-such-kind" in told.value.message("zh")
    assert drafts.get_draft(AUTHOR, draft.code).state == DraftState.WRITING


def test_everything_may_be_sent_twice() -> None:
    draft = begun()
    assert drafts.begin(AUTHOR, HUKOU, JULY, "t1").code == draft.code
    drafts.save(AUTHOR, draft.code, shorter(draft), 0)
    for _ in range(2):
        drafts.propose(AUTHOR, draft.code)
    for _ in range(2):
        drafts.confirm(COLLEAGUE, draft.code)
    assert PolicyEdition.objects.filter(metro=METRO).count() == 2
    assert ItemDraftStep.objects.count() == 4


def test_who_wrote_or_proposed_does_not_confirm() -> None:
    draft = begun()
    drafts.save(THIRD, draft.code, shorter(draft, 4), 1)
    drafts.propose(AUTHOR, draft.code)
    before = current_hash(METRO)
    for actor in (AUTHOR, THIRD):
        with pytest.raises(FourEyes):
            drafts.confirm(actor, draft.code)
    assert current_hash(METRO) == before
    assert drafts.get_draft(AUTHOR, draft.code).state == DraftState.PROPOSED
    drafts.confirm(COLLEAGUE, draft.code)


def test_the_database_refuses_two_eyes_and_a_changed_step() -> None:
    draft = drafts.propose(AUTHOR, begun().code)
    draft.state, draft.confirmed_by, draft.edition = DraftState.PUBLISHED, AUTHOR.id, "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()
    with pytest.raises(ProgrammingError), transaction.atomic():
        ItemDraftStep.objects.update(by="somebody")


def test_who_looked_may_hand_it_back_and_confirm_later() -> None:
    draft = begun()
    drafts.propose(AUTHOR, draft.code)
    drafts.take_back(COLLEAGUE, draft.code, "时限写错了")
    drafts.save(AUTHOR, draft.code, shorter(draft, 4), 1)
    drafts.propose(AUTHOR, draft.code)
    drafts.confirm(COLLEAGUE, draft.code)
    assert promised(JULY) == 4


@pytest.mark.parametrize("day", [date(2026, 5, 20), date(2026, 5, 19), date(2020, 1, 1)])
def test_nothing_begins_today_or_before(day: date) -> None:
    with pytest.raises(DraftTooEarly):
        drafts.begin(AUTHOR, HUKOU, day, "t1")
    assert not ItemDraft.objects.exists()


def test_a_draft_that_waited_too_long_is_refused(may_2026: FixedClock) -> None:
    draft = drafts.propose(AUTHOR, begun().code)
    before = current_hash(METRO)
    may_2026.set(may_2026.now().replace(month=7, day=1))
    with pytest.raises(DraftTooEarly):
        drafts.confirm(COLLEAGUE, draft.code)
    assert current_hash(METRO) == before
    assert promised(JULY) == 5


def test_what_is_in_force_cannot_be_written_over() -> None:
    draft = begun()
    body = shorter(draft)
    body["versions"][0]["promised_limit"]["count"] = 1
    drafts.save(AUTHOR, draft.code, body, 1)
    with pytest.raises(DraftTooEarly):
        drafts.propose(AUTHOR, draft.code)


def test_a_draft_with_faults_is_kept_and_not_proposed() -> None:
    draft = begun()
    drafts.save(AUTHOR, draft.code, shorter(draft, 30), 1)
    with pytest.raises(DraftFaulty) as told:
        drafts.propose(AUTHOR, draft.code)
    assert "30" in told.value.message("zh")
    assert drafts.get_draft(AUTHOR, draft.code).state == DraftState.WRITING


def test_a_draft_that_changes_nothing_is_not_proposed() -> None:
    draft = drafts.begin(AUTHOR, HUKOU, JULY, "t1")
    drafts.save(AUTHOR, draft.code, json.loads(draft.base), 0)
    with pytest.raises(DraftSame):
        drafts.propose(AUTHOR, draft.code)


def test_one_open_draft_an_item() -> None:
    draft = begun()
    with pytest.raises(DraftOpen):
        drafts.begin(THIRD, HUKOU, JULY, "t2")
    drafts.drop(AUTHOR, draft.code)
    assert drafts.begin(THIRD, HUKOU, JULY, "t2").code != draft.code


def test_nobody_writes_over_what_another_saved() -> None:
    draft = begun()
    with pytest.raises(DraftMoved):
        drafts.save(THIRD, draft.code, shorter(draft, 4), 0)
    assert drafts.get_draft(AUTHOR, draft.code).body == draft.body


def test_an_item_published_anew_meanwhile_stops_the_draft() -> None:
    first = drafts.propose(AUTHOR, begun().code)
    stored = drafts.get_draft(AUTHOR, first.code)
    stored.base = stored.base.replace("20", "21", 1)
    stored.save(update_fields=["base"])
    before = current_hash(METRO)
    with pytest.raises(DraftOutdated):
        drafts.confirm(COLLEAGUE, first.code)
    assert current_hash(METRO) == before


def test_another_change_of_policy_does_not_stop_the_draft() -> None:
    draft = drafts.propose(AUTHOR, begun().code)
    other = drafts.begin(THIRD, "food-permit", JULY, "t2")
    drafts.save(THIRD, other.code, shorter(other, 2), 0)
    drafts.propose(THIRD, other.code)
    drafts.confirm(COLLEAGUE, other.code)
    drafts.confirm(COLLEAGUE, draft.code)
    book = current_book(METRO).government
    assert [book.item_on(code, JULY).promised_limit.number for code in (HUKOU, "food-permit")] == [
        3,
        2,
    ]


def test_going_back_to_an_older_edition_still_works() -> None:
    old = current_book(METRO).pack
    drafts.confirm(COLLEAGUE, drafts.propose(AUTHOR, begun().code).code)
    publish(old, by="tests")
    assert promised(JULY) == 5


def test_a_new_item_takes_the_title_that_was_known() -> None:
    draft = drafts.begin_new(AUTHOR, "lost-id-card", "residence-permit", JULY, "t1")
    body = json.loads(draft.body)
    assert body["title"]["zh"] == "居民身份证补领"
    with pytest.raises(DraftFaulty):
        drafts.propose(AUTHOR, draft.code)
    drafts.save(AUTHOR, draft.code, {**body, "basic_code": "S-GA-098"}, 0)
    drafts.propose(AUTHOR, draft.code)
    drafts.confirm(COLLEAGUE, draft.code)
    counts = current_book(METRO).government.counts(JULY)
    assert (counts.runs, counts.titled) == (13, 88)
    assert current_book(METRO).government.counts(date(2026, 6, 30)).runs == 12


@pytest.mark.parametrize("code", [HUKOU, "Bad", "", "a b"])
def test_a_new_id_is_free_and_well_written(code: str) -> None:
    with pytest.raises(ItemIdTaken):
        drafts.begin_new(AUTHOR, code, HUKOU, JULY, "t1")
    assert not ItemDraft.objects.exists()


@pytest.mark.parametrize("actor", [FAR, CLERK, Actor("resident", "r")])
def test_other_metros_and_roles_see_no_draft(actor: Actor) -> None:
    draft = begun()
    assert not drafts.visible_drafts(actor).exists()
    for act in (drafts.propose, drafts.take_back, drafts.confirm, drafts.drop):
        with pytest.raises(DraftUnknown):
            act(actor, draft.code)
    assert drafts.get_draft(AUTHOR, draft.code).state == DraftState.WRITING


ACTS: dict[str, Callable[[ItemDraft], object]] = {
    "save": lambda draft: drafts.save(AUTHOR, draft.code, shorter(draft, 2), draft.seen),
    "propose": lambda draft: drafts.propose(AUTHOR, draft.code),
    "take_back": lambda draft: drafts.take_back(AUTHOR, draft.code),
    "confirm": lambda draft: drafts.confirm(COLLEAGUE, draft.code),
    "drop": lambda draft: drafts.drop(AUTHOR, draft.code),
}
ALLOWED = {
    DraftState.WRITING: {"save", "propose", "take_back", "drop"},
    DraftState.PROPOSED: {"propose", "take_back", "confirm", "drop"},
    DraftState.PUBLISHED: {"confirm"},
    DraftState.DROPPED: {"drop"},
}
"""What may be done in which state; an act that was done already changes nothing more."""


def test_every_state_and_act_is_allowed_or_refused_and_then_changes_nothing() -> None:
    draft = begun()
    for state in DraftState:
        if state is DraftState.PROPOSED:
            drafts.propose(AUTHOR, draft.code)
        elif state is DraftState.PUBLISHED:
            drafts.confirm(COLLEAGUE, draft.code)
        elif state is DraftState.DROPPED:
            draft = drafts.drop(AUTHOR, drafts.begin(AUTHOR, "food-permit", JULY, "t9").code)
        for name, act in ACTS.items():
            _try(draft.code, name, act, name in ALLOWED[state])


def _try(code: str, name: str, act: Callable[[ItemDraft], object], allowed: bool) -> None:
    before = ItemDraft.objects.filter(code=code).values().get()
    steps, edition = ItemDraftStep.objects.count(), current_hash(METRO)
    with transaction.atomic():
        try:
            act(drafts.get_draft(AUTHOR, code))
        except DraftStepClosed:
            assert not allowed, (before["state"], name)
            after = ItemDraft.objects.filter(code=code).values().get()
            assert after == before
            assert (ItemDraftStep.objects.count(), current_hash(METRO)) == (steps, edition)
        else:
            assert allowed, (before["state"], name)
        transaction.set_rollback(True)
