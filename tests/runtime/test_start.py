"""A start loads what it needs and no more: no engine, no spreadsheet, no font, no HTTP client."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys

import pytest

from rongcheng.runtime.loading import collector_at_rest

# What parts, commands and the set-up step load before they do anything; then the web server.
PROGRAM = """
import json, sys
import django
django.setup()
loaded = [sorted(sys.modules)]
import rongcheng.gateway.urls
loaded.append(sorted(sys.modules))
json.dump(loaded, sys.stdout)
"""
HEAVY = {
    "altair",
    "duckdb",
    "fontTools",
    "numba",
    "numpy",
    "openpyxl",
    "pyarrow",
    "requests",
    "urllib3",
    "vl_convert",
    "xlsxwriter",
    "zxingcpp",
}


class CannotLoad(Exception):
    """Something that is loaded fails."""


def test_neither_a_command_nor_the_web_server_loads_what_single_acts_need() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "rongcheng.settings"},
        capture_output=True,
        check=True,
        text=True,
    )
    of_command, of_web = (set(names) for names in json.loads(found.stdout))
    assert HEAVY & of_command == set()
    assert HEAVY & of_web == set()
    # The pages are the web server's alone.
    assert "rongcheng.gateway.urls" in of_web - of_command


def test_what_is_loaded_is_left_alone_by_the_collector() -> None:
    before = gc.get_freeze_count()
    with collector_at_rest():
        assert not gc.isenabled()
        loaded = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded)


def test_the_collector_goes_on_after_a_start_that_failed() -> None:
    with pytest.raises(CannotLoad), collector_at_rest():
        raise CannotLoad
    assert gc.isenabled()
