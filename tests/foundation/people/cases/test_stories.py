"""Every story of mandates and guardianship, by the rules alone and through the tables."""

from __future__ import annotations

import pytest

from rongcheng.foundation.people.delegation.domain.reasons import BAR_TEXTS, FAULT_TEXTS
from rongcheng.kernel.clock import FixedClock
from tests.foundation.people.cases.real_house import RealHouse
from tests.foundation.people.cases.rule_house import RuleHouse
from tests.foundation.people.cases.stories import Story, play, read_stories

STORIES = read_stories()
# What no story can tell: the reasons' own tests stand in test_domain.
NOT_TOLD = {"people.R012", "people.R022"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_rules_alone_tell_it_so(story: Story) -> None:
    play(story, RuleHouse(story))


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_tables_tell_it_so(story: Story, clock: FixedClock) -> None:
    play(story, RealHouse(story, clock))


def test_the_stories_are_many_and_each_is_told_once() -> None:
    assert len(STORIES) >= 24
    titles = [story.title[lang] for story in STORIES for lang in ("zh", "en")]
    assert len(set(titles)) == len(titles)


def test_every_reason_has_a_story() -> None:
    told = {asked.answer for story in STORIES for asked in story.asks}
    told |= {code for story in STORIES for step in story.happens for code in step.because}
    known = {reason.code for reason in (*BAR_TEXTS.values(), *FAULT_TEXTS.values())}
    assert known - told == NOT_TOLD
