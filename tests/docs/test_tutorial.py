"""The tutorial works: its blocks are written over a copy of the project, and run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.tidy.test_rooms import run_contracts
from tests.tidy.tree import PROJECT

# One copy of the project serves all of them.
pytestmark = pytest.mark.xdist_group("tutorial")

TUTORIAL = PROJECT / "docs" / "tutorial-new-service.md"
BLOCK = re.compile(r"^```(\w+) title=\"([^\"]+)\"\n(.*?)^```", re.DOTALL | re.MULTILINE)
ANSWER = "the answer"
QUESTION = "/api/parks/entry?metro=changzhutan&city=430100&price=45.00&age=70&on=2026-05-01"
ASK = f"""
import django, json
django.setup()
from django.core.management import call_command
from django.test import Client
from rongcheng.policy.editions import publish
from rongcheng.policy.load import load_pack
call_command("migrate", "policy", verbosity=0)
pack, faults = load_pack("metros/changzhutan")
publish(pack, by="tutorial")
answer = Client().get({QUESTION!r})
schema = Client().get("/api/openapi.json").json()
print(json.dumps([answer.status_code, answer.json(), "/api/parks/entry" in schema["paths"]]))
"""


class Block(NamedTuple):
    """A block of the tutorial: its language, the file that it is, its text."""

    language: str
    title: str
    text: str


def blocks() -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(TUTORIAL.read_text("utf-8"))]


def patched(text: str, change: str) -> str:
    """The text with a block of lines replaced: ` ` stays, `-` goes, `+` comes."""
    lines = change.splitlines()
    before = "\n".join(line[1:] for line in lines if line[0] in " -")
    after = "\n".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(f"{before}\n") == 1
    return text.replace(f"{before}\n", f"{after}\n")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the tutorial's room built into it."""
    root = tmp_path_factory.mktemp("tutorial")
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "metros"):
        shutil.copytree(PROJECT / folder, root / folder, ignore=ignored)
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(PROJECT / name, root)
    for block in blocks():
        file = root / block.title
        if block.language == "diff":
            file.write_text(patched(file.read_text("utf-8"), block.text), "utf-8")
        elif block.title != ANSWER:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
    return root


def run(project: Path, *words: str, **told: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy, whose source wins over the installed one."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(project / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "rongcheng.settings",
        "RONGCHENG_CACHE": str(project / "cache"),
        **told,
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture
def empty_database(database_server: str) -> Iterator[str]:
    """The address of a database of its own on the tests' server, dropped afterwards."""
    name = f"tutorial_{uuid.uuid4().hex}"
    with psycopg.connect(database_server, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield urlunsplit(urlsplit(database_server)._replace(path=f"/{name}"))
        connection.execute(f"drop database {name} with (force)")


def test_the_tutorial_has_a_block_for_each_step() -> None:
    titles = [block.title for block in blocks()]
    room = "src/rongcheng/services/parks"
    assert {
        f"{room}/README.md",
        f"{room}/domain/entry.py",
        f"{room}/terms.py",
        f"{room}/public.py",
        f"{room}/apps.py",
        ".importlinter",
    } <= set(titles)


def test_the_rule_and_the_story_pass(project: Path) -> None:
    ran = run(
        project,
        *("-m", "pytest", "-q", "-c", os.devnull, "--rootdir", ".", "-p", "no:cacheprovider"),
        *("-p", "no:django", "-p", "no:xdist", "--doctest-modules"),
        "src/rongcheng/services/parks/domain",
        "tests/services/parks",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "5 passed" in ran.stdout


def test_the_new_figures_have_no_fault(project: Path) -> None:
    ran = run(project, "-m", "rongcheng.cli", "check", "metros/changzhutan")
    assert ran.returncode == 0, ran.stdout


def test_the_new_room_keeps_the_contracts_and_the_style(project: Path) -> None:
    kept = run_contracts(project, source=project / "src")
    assert kept.returncode == 0, kept.stdout
    for words in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        ran = run(project, "-m", "ruff", *words, "src/rongcheng/services/parks")
        assert ran.returncode == 0, ran.stdout


def test_the_room_answers_as_the_tutorial_shows(project: Path, empty_database: str) -> None:
    ran = run(project, "-c", ASK, DATABASE_URL=empty_database)
    assert ran.returncode == 0, ran.stderr
    status, answer, described = json.loads(ran.stdout)
    shown = next(block.text for block in blocks() if block.title == ANSWER)
    assert (status, described) == (200, True)
    assert answer == json.loads(shown)
