"""What tests of the zone share: the town, and people who sign in by apps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import publish
from rongcheng.policy.pack import Pack
from tests.packs import pack_in
from tests.services.government.handling.conftest import METRO, Town
from tests.services.government.handling.conftest import clock as clock
from tests.tidy.tree import PROJECT


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The metro pack, read once."""
    found = pack_in(PROJECT / "metros" / METRO)
    return found


@pytest.fixture
def town(db: None, clock: FixedClock, pack: Pack) -> Town:
    """Publish the pack and open the doors."""
    publish(pack, by="test")
    return Town()


@pytest.fixture(autouse=True)
def connected(settings: Any, tmp_path: Path) -> None:
    """Offer the sign-in of every city's app."""
    secret = tmp_path / "app.secret"
    secret.write_text("an-invented-secret", "utf-8")
    entry = {"issuer": "http://127.0.0.1:9/{city}", "secret_file": str(secret)}
    settings.RONGCHENG_DEMO = True
    settings.RONGCHENG_APPS = json.dumps({"*": entry})
