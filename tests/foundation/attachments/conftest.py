"""What tests of attachments stand on: a folder of their own, and a thing that has files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rongcheng.foundation.attachments import owners
from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.public import register_owner, use_storage
from rongcheng.web.actor import Actor
from tests.foundation.attachments.samples import KIND, MEMBER


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> Iterator[LocalStorage]:
    """Keep files in the test's own folder."""
    chosen = LocalStorage(tmp_path / "attachments")
    use_storage(chosen)
    yield chosen
    use_storage(None)


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """Let sample cases have files, seen by their resident and by officers of Xiangtan."""

    def may_see(actor: Actor, key: str) -> bool:
        return actor.person_id == MEMBER or (actor.role, actor.city) == ("clerk", "430300")

    before = dict(owners._kinds)
    register_owner(KIND, may_see, matter="settlements")
    yield
    owners._kinds.clear()
    owners._kinds.update(before)
