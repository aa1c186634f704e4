"""How laws are tried: the same draws in every run of the first tier, new ones in the soak tier.

A law that is false for one draw in a thousand fails on the day it is written or in the soak tier,
never by chance in somebody else's change. How long a draw takes says nothing on a busy machine.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

SAME_DRAWS = "same-draws"
NEW_DRAWS = "new-draws"


def pytest_configure(config: pytest.Config) -> None:
    """Choose the draws before any test is read: its settings take over what is chosen here."""
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        SAME_DRAWS, deadline=None, derandomize=True, suppress_health_check=slow, print_blob=True
    )
    settings.register_profile(NEW_DRAWS, deadline=None, suppress_health_check=slow, print_blob=True)
    settings.load_profile(NEW_DRAWS if config.option.markexpr == "soak" else SAME_DRAWS)
