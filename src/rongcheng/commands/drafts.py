"""The two policies of a what-if (测算的两套政策): a pack or a published edition, and its draft."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from rongcheng.commands.errors import PackUnusable
from rongcheng.commands.output import say
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.applying import apply_changes
from rongcheng.policy.changes.text import read_change
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.load import load_pack, render_faults
from rongcheng.policy.pack import Pack
from rongcheng.runtime.console import chosen_language
from rongcheng.scale.whatif.errors import PolicyNotNamed


class Books(NamedTuple):
    """The policy before and after, and the changes that lie between."""

    before: PolicyBook
    after: PolicyBook
    changes: tuple[PolicyChange, ...]


def check_policy_named(metro: str | None, pack: Path | None) -> None:
    """Raise PolicyNotNamed unless exactly one of both is given."""
    if (metro is None) == (pack is None):
        raise PolicyNotNamed()


def open_words() -> None:
    """Make the sentences of both languages ready; nothing connects to a database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcheng.settings")
    import_module("django").setup()


def books_of_pack(
    folder: Path,
    *,
    changes: Sequence[str],
    pools: tuple[str, ...],
    since: date | None,
    until: date | None,
    name: str,
) -> Books:
    """Return a pack's policy before and after; raises PackUnusable or what is wrong of a change."""
    pack, faults = load_pack(folder)
    if pack is None:
        say(render_faults(faults, chosen_language(), folder=str(folder)))
        raise PackUnusable(folder=folder, count=len(faults))
    read = tuple(read_change(text, pools=pools, since=since, until=until) for text in changes)
    return _books(pack, read, name)


def books_of_metro(
    *,
    metro: str,
    changes: Sequence[str],
    pools: tuple[str, ...],
    since: date | None,
    until: date | None,
    name: str,
) -> Books:
    """Return a published metro's policy before and after."""
    book: PolicyBook = import_module("rongcheng.policy.editions").current_book(metro)
    read = tuple(read_change(text, pools=pools, since=since, until=until) for text in changes)
    return _books(book.pack, read, name)


def _books(pack: Pack, changes: tuple[PolicyChange, ...], name: str) -> Books:
    after = apply_changes(pack, changes, name=name)
    return Books(PolicyBook(pack), PolicyBook(after), changes)
