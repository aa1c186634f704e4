"""Where residents' data goes (信息去了哪里): a list in plain words, `recipients.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from rongcheng.foundation.access.purposes import Basis, basis_of

_FILE = Path(__file__).with_name("recipients.yaml")
Title = Mapping[str, str]


class Recipient(NamedTuple):
    """Who gets what, when, and on which lawful ground (接收方).

    `only_core` is `remote` where it concerns those only whose pool decides by a core of its own.
    """

    key: str
    title: Title
    what: Title
    when: Title
    basis: Basis
    only_core: str


@cache
def recipients() -> tuple[Recipient, ...]:
    """Return everybody to whom this system gives residents' data."""
    return tuple(
        Recipient(
            row["key"],
            {"zh": row["zh"], "en": row["en"]},
            row["what"],
            row["when"],
            basis_of(row["basis"]),
            row.get("core", ""),
        )
        for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    )
