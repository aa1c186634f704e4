"""Remembers what a database was set up with, so that a second start need not do it again.

The stamp lies in the database itself: a database that was replaced or restored has its own.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psycopg

import rongcheng

PACKAGES_WITH_MIGRATIONS = ("django", "procrastinate", "django-pgtrigger")
PACKAGE_FOLDER = Path(rongcheng.__file__).resolve().parent


class Stamp(NamedTuple):
    """What a database was set up with: a hash of it all, a mark of the keys, demo mode or not."""

    fingerprint: str = ""
    key_check: str = ""
    demo: bool = False


def compute_fingerprint(metros: Iterable[Path], *, demo: bool) -> str:
    """Return a hash over everything that setting up depends on.

    The versions and migrations of all that stores data, every file of the metro packs, and
    whether the demonstration day is wanted.
    """
    digest = hashlib.sha256()
    digest.update(f"{rongcheng.__version__} demo={demo}\n".encode())
    for name in PACKAGES_WITH_MIGRATIONS:
        digest.update(f"{name}={importlib.metadata.version(name)}\n".encode())
    migrations = sorted(PACKAGE_FOLDER.glob("**/migrations/*.py"))
    packs = (path for metro in metros for path in sorted(metro.glob("**/*.yaml")))
    for path in (*migrations, *packs):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp(url: str) -> Stamp:
    """Return what this database was set up with; empty for one that never was."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('runtime_stamp')").fetchone()
        if found is None or found[0] is None:
            return Stamp()
        row = connection.execute(
            "SELECT fingerprint, key_check, demo FROM runtime_stamp"
        ).fetchone()
        return Stamp(*row) if row else Stamp()


def write_stamp(url: str, stamp: Stamp) -> None:
    """Remember in the database what it was set up with."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS runtime_stamp"
            " (only_row bool PRIMARY KEY DEFAULT true CHECK (only_row),"
            " fingerprint text NOT NULL, key_check text NOT NULL, demo bool NOT NULL)"
        )
        connection.execute(
            "INSERT INTO runtime_stamp (fingerprint, key_check, demo) VALUES (%s, %s, %s)"
            " ON CONFLICT (only_row) DO UPDATE"
            " SET (fingerprint, key_check, demo)"
            " = (EXCLUDED.fingerprint, EXCLUDED.key_check, EXCLUDED.demo)",
            stamp,
        )
