"""What needs consent (需要同意的事项): a closed list, `consents.yaml`, with the words agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.foundation.access.errors import ConsentUnknown

_FILE = Path(__file__).with_name("consents.yaml")
Title = Mapping[str, str]


class ConsentMatter(NamedTuple):
    """Something that happens only with consent (同意事项), place by place.

    `gives` says which data goes out, `agreed` and `otherwise` what happens with and without.
    A consent speaks for the `edition` of these words under which it was given.
    """

    purpose: str
    edition: int
    title: Title
    gives: Title
    agreed: Title
    otherwise: Title
    scopes: Mapping[str, Title]


class ConsentLimits(NamedTuple):
    """How long a consent lasts at most, and from which age one gives it oneself.

    `age_document` is the article of the age; `is_sample` says that the figures are samples.
    """

    longest_days: int
    own_from_age: int
    age_document: str
    is_sample: bool


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def consent_matters() -> Mapping[str, ConsentMatter]:
    """Return everything that needs a resident's consent, by purpose."""
    return {
        purpose: ConsentMatter(
            purpose,
            row["edition"],
            {"zh": row["zh"], "en": row["en"]},
            row["gives"],
            row["agreed"],
            row["otherwise"],
            row["scopes"],
        )
        for purpose, row in _tree()["consents"].items()
    }


def matter_of(purpose: str, scope: str) -> ConsentMatter:
    """Return the matter that a consent is about; raises ConsentUnknown."""
    matter = consent_matters().get(purpose)
    if matter is None or scope not in matter.scopes:
        raise ConsentUnknown()
    return matter


def needs_consent(purpose: str, scope: str) -> bool:
    """Tell whether a matter needs consent at a place of this kind."""
    matter = consent_matters().get(purpose)
    return matter is not None and scope in matter.scopes


@cache
def consent_limits() -> ConsentLimits:
    """Return the room's own figures for consents, each marked in the file for what it is."""
    rows = _tree()["limits"]
    return ConsentLimits(
        rows["longest_days"]["value"],
        rows["own_from_age"]["value"],
        rows["own_from_age"]["document"],
        any(row["status"] == "illustrative" for row in rows.values()),
    )
