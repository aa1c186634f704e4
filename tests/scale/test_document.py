"""docs/batch.md says what is so: its columns are ours, and its example gives its results."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.scale.faults_file import OWN_SCHEMA
from rongcheng.services.health.columns import SETTLED_FILE, VISIT_FILE
from tests.scale.visits import read_rows
from tests.tidy.tree import PROJECT

DOCUMENT = (PROJECT / "docs" / "batch.md").read_text("utf-8")


def section(title: str) -> str:
    return DOCUMENT.split(f"## {title}")[1].split("\n## ")[0]


def code(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found.group(1)


def test_the_columns_of_visits_are_those_of_the_program() -> None:
    rows = []
    for column in VISIT_FILE:
        means = "needed" if column.default is None else f"`{column.default}`"
        means = "no word" if column.default == "" else means
        rows.append(
            f"| `{column.name}` | {column.kind.value} | {means} | {column.zh} | {column.en} |"
        )
    shown = section("Columns of visits")
    assert [line for line in shown.splitlines() if line.startswith("| `")] == rows


def test_the_columns_of_results_and_faults_are_those_of_the_program() -> None:
    shown = section("Columns of the results")
    names = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", shown, re.MULTILINE)))
    assert tuple(names) == SETTLED_FILE
    told = set(re.findall(r"`(fault_\w+)`", section("Rows that were not settled")))
    assert told == set(OWN_SCHEMA.names)


def test_the_example_gives_the_results_that_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "metros").symlink_to(PROJECT / "metros")
    exec(code("python"), {})
    ran = CliRunner().invoke(app, shlex.split(code(""))[1:])
    assert ran.exit_code == 0, ran.output
    names, _, *shown = re.findall(r"^\|(.*)\|$", section("An example that runs"), re.MULTILINE)
    columns = [name.strip() for name in names.split("|")]
    assert [[str(row[name]) for name in columns] for row in read_rows(Path("settled.parquet"))] == [
        [value.strip() for value in line.split("|")] for line in shown
    ]
    assert read_rows(Path("settled.faults.parquet")) == []
