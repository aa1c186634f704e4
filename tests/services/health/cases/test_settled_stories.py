"""The same stories, settled by the room's own actions: people, ledger and totals on PostgreSQL."""

from __future__ import annotations

import pytest

from rongcheng.kernel.clock import FixedClock
from tests.services.health.cases.acting import ActionCounter, open_metro
from tests.services.health.cases.playing import play
from tests.services.health.cases.reading import Story, read_stories


@pytest.mark.django_db
@pytest.mark.parametrize("story", read_stories(), ids=lambda story: story.name)
def test_a_story_is_settled_as_told(story: Story, clock: FixedClock) -> None:
    open_metro(story.metro)
    counter = ActionCounter(story, clock)
    play(story, counter)
    counter.check_books()
    counter.check_replays()
