"""A change of the kernel reaches compiled rules; without a change they are read, not compiled."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

import rongcheng

PROBE = '''
"""An invented rule that lives in its own file, away from the kernel."""
from rongcheng.kernel.money import multiply_ppm
from rongcheng.services.probe.elsewhere import ADDITION_FEN, add

def compute_share(amount_fen: int, ratio_ppm: int) -> int:
    return add(multiply_ppm(amount_fen, ratio_ppm), ADDITION_FEN)
'''

ELSEWHERE = """
ADDITION_FEN = 0

def add(first: int, second: int) -> int:
    return first + second
"""

MAIN = """
import json
from rongcheng.kernel.compiled import compile_rule
from rongcheng.kernel.rule_version import source_hash
from rongcheng.services.probe.domain.share import compute_share
rule = compile_rule(compute_share)
share = rule(512_075, 100_000)
count = lambda counter: sum(counter.values())
print(json.dumps({
    "share": share,
    "plain": compute_share(512_075, 100_000),
    "hits": count(rule.stats.cache_hits),
    "misses": count(rule.stats.cache_misses),
    "folder": rule.stats.cache_path,
    "source_hash": source_hash(),
}))
"""


class Answer(TypedDict):
    """What one process computed, and how."""

    share: int
    plain: int
    hits: int
    misses: int
    folder: str
    source_hash: str


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the kernel and add one service with one rule."""
    source, package = Path(rongcheng.__file__).parent, tmp_path / "src" / "rongcheng"
    domain = package / "services" / "probe" / "domain"
    domain.mkdir(parents=True)
    shutil.copy(source / "__init__.py", package)
    shutil.copytree(
        source / "kernel", package / "kernel", ignore=shutil.ignore_patterns("__pycache__")
    )
    for folder in (domain, domain.parent, domain.parent.parent):
        (folder / "__init__.py").write_text("")
    (domain / "share.py").write_text(PROBE)
    (domain.parent / "elsewhere.py").write_text(ELSEWHERE)
    return tmp_path


def run(tree: Path) -> Answer:
    """Compute the share in a new process."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "RONGCHENG_CACHE": str(tree / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", MAIN],
        env=environment,
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answer: Answer = json.loads(done.stdout)
    return answer


def test_the_cache_is_used_until_the_kernel_changes(tree: Path) -> None:
    sources = sorted((tree / "src").rglob("*"))
    first = run(tree)
    assert sorted((tree / "src").rglob("*")) == sources
    assert (first["share"], first["plain"]) == (51_208, 51_208)
    assert (first["hits"], first["misses"]) == (0, 1)
    assert Path(first["folder"]).is_relative_to(tree / "cache" / first["source_hash"][:32])

    second = run(tree)
    assert (second["share"], second["plain"]) == (51_208, 51_208)
    assert (second["hits"], second["misses"]) == (1, 0)
    assert second["source_hash"] == first["source_hash"]

    money = tree / "src" / "rongcheng" / "kernel" / "money.py"
    text = money.read_text(encoding="utf-8")
    rounding = "if rest >= denominator - rest:"
    assert text.count(rounding) == 1
    money.write_text(text.replace(rounding, "if rest > denominator - rest:"), encoding="utf-8")

    changed = run(tree)
    assert (changed["share"], changed["plain"]) == (51_207, 51_207)
    assert (changed["hits"], changed["misses"]) == (0, 1)
    assert changed["source_hash"] != first["source_hash"]


def test_a_change_outside_kernel_and_domain_is_seen_too(tree: Path) -> None:
    elsewhere = tree / "src" / "rongcheng" / "services" / "probe" / "elsewhere.py"
    before = run(tree)
    elsewhere.write_text(ELSEWHERE.replace("ADDITION_FEN = 0", "ADDITION_FEN = 7"))
    constant = run(tree)
    elsewhere.write_text(ELSEWHERE.replace("first + second", "first - second - 1"))
    function = run(tree)
    assert (before["share"], constant["share"], function["share"]) == (51_208, 51_215, 51_207)
    assert (before["plain"], constant["plain"], function["plain"]) == (51_208, 51_215, 51_207)
    assert before["source_hash"] == constant["source_hash"] == function["source_hash"]
