"""Which matters there are (代办事项): a closed list with its rules, so that nothing is implied.

The list is `matters.yaml`. What mandates store never changes; words and figures around it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.foundation.people.delegation.domain.types import Guardians, Limits, Matter

_FILE = Path(__file__).with_name("matters.yaml")
Title = Mapping[str, str]


class MatterWords(NamedTuple):
    """How a matter is called, what it opens, and how sure its longest duration is."""

    title: Title
    about: Title
    status: str


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def matters() -> Mapping[str, Matter]:
    """Return the rules of every matter by its key, in the order of the list."""
    return {
        key: Matter(
            key,
            Guardians[row["guardians"].upper()],
            row["online"],
            row["longest_months"]["value"],
        )
        for key, row in _tree()["matters"].items()
    }


@cache
def matter_words() -> Mapping[str, MatterWords]:
    """Return the words of every matter by its key, in the order of the list."""
    return {
        key: MatterWords(
            {"zh": row["zh"], "en": row["en"]}, row["about"], row["longest_months"]["status"]
        )
        for key, row in _tree()["matters"].items()
    }


@cache
def limits() -> Limits:
    """Return the house's own figures; each is marked in the file for what it is."""
    rows = _tree()["limits"]
    return Limits(**{name: rows[name]["value"] for name in Limits._fields})


def adult_source() -> str:
    """Return the document that says when somebody is of age."""
    return str(_tree()["limits"]["adult_years"]["document"])
