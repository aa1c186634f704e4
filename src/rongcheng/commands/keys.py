"""`rongcheng keys`: which versions there are, a new one, everything under it, the old one gone."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from django.conf import settings

from rongcheng.commands.errors import (
    ChainBehind,
    KeysKeptElsewhere,
    SecretKeptElsewhere,
    SecretSetByHand,
)
from rongcheng.commands.keys_words import word
from rongcheng.commands.output import progress_columns, say
from rongcheng.foundation.access.public import chain_needs_version, seal_records
from rongcheng.foundation.resealing.public import (
    begin_again,
    close_version,
    list_standings,
)
from rongcheng.foundation.resealing.public import (
    reseal as seal_anew,
)
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.crypto import get_suite
from rongcheng.runtime.key_sources import KeyEnvironment, KeyFile, KeySource, find_source
from rongcheng.runtime.keys import remove_version, rotate_keys, rotate_secret
from rongcheng.web.sessions import longest_session


def status() -> int:
    """Print the versions and what lies under each; return 1 while something lies under an old."""
    suite = get_suite()
    ring = suite.keyring
    say(word("place", place=_source().place, suite=suite.name))
    for secret in _source().load().accepted:
        if secret.until is None:
            say(word("session_open"))
        elif secret.until > datetime.now(UTC):
            say(word("session_old", until=_minute(secret.until)))
    for version in sorted(ring.versions):
        kind = "now" if version == ring.current else "old" if version < ring.current else "next"
        say(word(f"version_{kind}", version=version))
    old = 0
    for column in list_standings():
        counts = ", ".join(
            word("count", version=version, count=f"{count:,}")
            for version, count in sorted(column.values.items())
        )
        say(word("column", name=column.name, counts=counts or word("empty")))
        if column.unreadable:
            say(word("unreadable", name=column.name, count=column.unreadable))
        old += sum(count for version, count in column.values.items() if version < ring.current)
    say(word("chain"))
    say(word("still_old", count=f"{old:,}") if old else word("all_new", version=ring.current))
    return 1 if old else 0


def rotate() -> int:
    """Add a key version that seals from now on; raises KeysKeptElsewhere."""
    source = _source()
    if not isinstance(source, KeyFile):
        raise KeysKeptElsewhere(
            place=source.place, name=_name_of(source, max(source.load().keyring.versions) + 1)
        )
    version = rotate_keys(source.path)
    say(word("rotated", version=version))
    say(word("keep_copy", file=source.path))
    return 0


def session() -> int:
    """Sign sessions by a new secret from now on; nobody is signed out.

    The old one is accepted until every session of before is over. Raises SecretSetByHand and
    SecretKeptElsewhere.
    """
    source = _source()
    if not settings.RONGCHENG_SECRET_FOLLOWS:
        raise SecretSetByHand()
    if not isinstance(source, KeyFile):
        raise SecretKeptElsewhere(place=source.place, old=_old_name(source))
    until = rotate_secret(source.path, longest_session())
    say(word("session_rotated", until=_minute(until)))
    say(word("keep_copy", file=source.path))
    return 0


def reseal() -> int:
    """Seal everything under the newest version now, also what came late to a finished column."""
    begin_again()
    with progress_columns() as bar:
        task = bar.add_task(word("resealing"), total=None)
        done = seal_anew(on_window=lambda name, count: bar.advance(task, count))
    say(word("resealed", count=f"{done.values:,}"))
    if not done.finished:
        say(word("not_finished"))
    return 0 if done.finished else 1


def retire(version: int) -> int:
    """Take an old version out of use for good, once nothing is sealed under it.

    Raises what stands in the way; then nothing was changed.
    """
    if chain_needs_version(version):
        # One batch under the newest key vouches for all before it.
        seal_records()
        if chain_needs_version(version):
            raise ChainBehind(version=version)
    close_version(version)
    say(word("retired", version=version))
    source = _source()
    if isinstance(source, KeyFile):
        remove_version(source.path, version)
        say(word("keep_copy", file=source.path))
    else:
        say(word("take_out", name=_name_of(source, version), place=source.place))
    return 0


def _source() -> KeySource:
    source = find_source(os.environ)
    assert source is not None  # a session names one before any command runs
    return source


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _old_name(source: KeySource) -> str:
    return "RONGCHENG_KEYS_SESSION_OLD" if isinstance(source, KeyEnvironment) else "session-old"


def _name_of(source: KeySource, version: int) -> str:
    stem = "RONGCHENG_KEYS_SEAL_" if isinstance(source, KeyEnvironment) else "seal-"
    return f"{stem}{version}"
