"""The figures of delivery (推送参数), read from `delivery.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).with_name("delivery.yaml")
_NO_FIGURES = {"status", "source"}


class Figures(NamedTuple):
    """How patient delivery is; what each figure means stands beside it in the file."""

    connect_seconds: float
    answer_seconds: float
    lines: int
    batch: int
    run_seconds: float
    first_wait_seconds: int
    longest_wait_seconds: int
    most_tries: int
    failures_until_rest: int
    first_rest_seconds: int
    longest_rest_seconds: int
    old_secret_hours: int
    kept_days: int
    page: int


@cache
def figures() -> Figures:
    """Return the figures of this installation."""
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Figures(**{name: value for name, value in loaded.items() if name not in _NO_FIGURES})
