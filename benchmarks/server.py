"""A server of its own for a benchmark (测试服务): `rongcheng up` with durable settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from tests.plugins.live import LiveServer, live_server


@contextmanager
def own_server() -> Iterator[LiveServer]:
    """Start a server without the demonstration day and set Django up for its data.

    Once a process; modules with tables are imported inside.
    """
    with live_server("--no-demo") as server:
        os.environ["DATABASE_URL"] = server.database_url()
        os.environ["RONGCHENG_DATA"] = str(server.data)
        os.environ["RONGCHENG_KEYS_FILE"] = str(server.data / "keys.json")
        os.environ["DJANGO_SETTINGS_MODULE"] = "rongcheng.settings"
        os.environ["RONGCHENG_SECRET_KEY"] = "bench"
        os.environ["RONGCHENG_DEMO"] = "1"
        django.setup()
        yield server
