"""The tables of the documents are what was measured, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.__main__ import PROGRAMS
from benchmarks.charts import draw_all
from benchmarks.report import RESULTS
from benchmarks.tables import DOCUMENTS, PLACE, PROJECT, with_tables

ROW = {
    "what": "ten visits",
    "value": "2 s",
    "against": "a copy 1 s",
    "ratio": "2.00",
    "goal": "≤ 2",
}
MACHINE = {"processor": "A", "cores": "2", "memory": "24 GiB", "python": "3.11.7"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_shows_what_was_measured(name: str) -> None:
    text = (PROJECT / name).read_text("utf-8")
    assert with_tables(text) == text, "make bench ARGS=--tables makes the tables anew"


def test_every_marker_names_a_program_and_every_result_has_one() -> None:
    named = set()
    for name in DOCUMENTS:
        for found in PLACE.findall((PROJECT / name).read_text("utf-8")):
            named |= set(found[1].split())
    assert named <= set(PROGRAMS)
    assert {file.stem for file in RESULTS.glob("*.json")} <= set(PROGRAMS)


def test_a_table_stands_between_its_markers(tmp_path: Path) -> None:
    text = "before\n<!-- bench batch -->\nold\n<!-- /bench -->\nafter\n"
    assert with_tables(text, tmp_path) == "before\n<!-- bench batch -->\n<!-- /bench -->\nafter\n"
    kept = {"measured_on": "2026-01-02", "machine": MACHINE, "rows": [ROW], "figures": {}}
    (tmp_path / "batch.json").write_text(json.dumps(kept), "utf-8")
    assert with_tables(text, tmp_path).splitlines() == [
        "before",
        "<!-- bench batch -->",
        "",
        "| what | value | against | ratio | goal |",
        "|---|---|---|---|---|",
        "| ten visits | 2 s | a copy 1 s | 2.00 | ≤ 2 |",
        "",
        "Measured 2026-01-02: A, 2 cores, 24 GiB, Python 3.11.7.",
        "",
        "<!-- /bench -->",
        "after",
    ]


def test_charts_are_drawn_of_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"rate": 2_000_000, "openfisca_rate": 500_000}
    monkeypatch.setattr(
        "benchmarks.charts.read", lambda name: {"figures": figures} if name == "openfisca" else None
    )
    draw_all(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["bench-openfisca.svg"]
    drawn = (tmp_path / "bench-openfisca.svg").read_text("utf-8")
    assert "OpenFisca-Core" in drawn
    assert "500k" in drawn
