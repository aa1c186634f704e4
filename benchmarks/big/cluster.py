"""The database of a big data set (大数据集的库): a data folder of its own, kept or removed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from rongcheng.runtime.keys import load_keys, make_keys
from rongcheng.runtime.plan import base_environment, key_file
from rongcheng.runtime.postgres import EmbeddedPostgres

METROS = Path(__file__).resolve().parents[2] / "metros"


@contextmanager
def database(folder: Path, *, loading: bool) -> Iterator[str]:
    """Start the folder's PostgreSQL and yield its address.

    While `loading`, commits are not forced to disk: a load that is cut off is begun anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(folder, fast_tests=loading, holder="benchmarks") as server:
        yield server.url


def set_up_django(folder: Path, url: str) -> None:
    """Let this process work on the folder's database."""
    keys = key_file(folder)
    if not keys.exists():
        make_keys(keys)
    words = base_environment(folder, load_keys(keys).django_secret)
    os.environ |= words | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "rongcheng.settings",
        "RONGCHENG_DEMO": "0",
        "RONGCHENG_METROS": os.pathsep.join(
            str(path.parent) for path in sorted(METROS.glob("*/metro.yaml"))
        ),
    }
    django.setup()
