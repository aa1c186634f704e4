"""Every citizen story, decided by the rules on the real policy packs; no database."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.reasons import REASONS
from tests.services.health.cases.playing import RuleCounter, play
from tests.services.health.cases.reading import CASES, Story, read_stories

STORIES = read_stories()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_comes_out_as_told(story: Story) -> None:
    play(story, RuleCounter(story))


def test_the_stories_are_many_and_each_is_told_once() -> None:
    assert len(STORIES) >= 45
    titles = [story.title[lang] for story in STORIES for lang in ("zh", "en")]
    assert len(set(titles)) == len(titles)


def test_every_reason_that_today_s_policy_can_give_has_a_story() -> None:
    told = {code for story in STORIES for visit in story.visits for code in visit.reasons}
    for story in STORIES:
        for visit in story.visits:
            told |= set((visit.refused or {}).get("reasons", ()))
    assert {reason.code for reason in REASONS.values()} - told == set()


def test_the_page_beside_the_stories_tells_every_reason() -> None:
    page = (CASES / "README.md").read_text(encoding="utf-8")
    for reason in REASONS.values():
        assert f"| {reason.code.removeprefix('health.')} | {reason.zh} |" in page
