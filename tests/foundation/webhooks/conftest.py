"""What tests of webhooks share: a demonstration's leave to reach this machine, and the apps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.foundation.webhooks.city_apps import Apps, running_apps


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    """Allow messages to this machine."""
    settings.RONGCHENG_DEMO = True


@pytest.fixture
def apps(db: None) -> Iterator[Apps]:
    """Run three cities' apps."""
    with running_apps() as found:
        yield found
