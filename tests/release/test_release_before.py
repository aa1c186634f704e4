"""From 0.1.0 on: its database is migrated, its decisions stand, its settlements are taken back."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
# What 0.1.0 had settled: the demonstration day, two special diseases, one of them taken back.
SETTLEMENTS = 153


@pytest.fixture
def old_database(database_server: str) -> Iterator[str]:
    """Return the address of a database as release 0.1.0 left it."""
    name = f"release_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(database_server)
    url = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(database_server, autocommit=True) as server:
        server.execute(f'create database "{name}"'.encode())
        try:
            with psycopg.connect(url, autocommit=True) as old:
                old.execute(gzip.decompress((HERE / "release_0_1_0.sql.gz").read_bytes()))
            yield url
        finally:
            server.execute(f'drop database "{name}" with (force)'.encode())


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Return the keys of that database, readable by the owner alone as the program demands."""
    copy = tmp_path / "keys.json"
    copy.write_bytes((HERE / "release_0_1_0.keys.json").read_bytes())
    copy.chmod(0o600)
    return copy


def run(url: str, keys: Path, *words: str) -> str:
    """Run a program of this release on that database and return what it printed."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "rongcheng.settings",
        "RONGCHENG_KEYS_FILE": str(keys),
        "RONGCHENG_METROS": str(PROJECT / "metros" / "changzhutan"),
        "RONGCHENG_DEMO": "1",
        "RONGCHENG_LANG": "en",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_database_of_the_release_before_comes_along(old_database: str, keys: Path) -> None:
    run(old_database, keys, "-m", "rongcheng.cli", "setup-data")
    assert "sound" in run(old_database, keys, "-m", "rongcheng.cli", "verify")
    found = json.loads(run(old_database, keys, "-m", "tests.release.upgraded").splitlines()[-1])
    added = found.pop("settlements") - SETTLEMENTS
    assert added >= 1  # Ours, and what the demonstration of this release settles on top.
    assert found.pop("tallied") == found.pop("crossing")
    assert found == {
        "replayed": True,
        "fund": 30_000,
        "back": -30_000,
        "basic": 0,
        "months": 0,
        # The claim of 0.1.0 had no fund in its name and is negated as it was.
        "claims_by_fund": 0,
        "ledger": 0,
        "decisions": 0,
    }
