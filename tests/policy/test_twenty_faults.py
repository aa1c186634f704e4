"""A pack broken in 20 ways at once is read to its end: all 20 are named with file and line."""

from __future__ import annotations

from pathlib import Path

from rongcheng.policy.load import load_pack
from tests.policy.breaks_of_content import BREAKS_OF_CONTENT
from tests.policy.breaks_of_files import BREAKS_OF_FILES
from tests.policy.sample import break_pack, copy_pack

# None of these moves a line of a file that another one breaks as well.
TWENTY = (
    "unknown file",
    "word not allowed",
    "two on a tile",
    "pool in an unknown city",
    "unknown district",
    "pair in one city",
    "impossible date",
    "above 100 percent",
    "dimension left out",
    "unknown place",
    "unknown layer",
    "service not agreed",
    "flag in words",
    "list code twice",
    "negative",
    "layer not in order",
    "pharmacy with H",
    "tier above the level",
    "cap of an unknown tier",
    "class C with a cap",
)


def test_twenty_faults_are_found_in_one_run(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    for name in TWENTY:
        break_pack(folder, (BREAKS_OF_FILES | BREAKS_OF_CONTENT)[name])

    pack, faults = load_pack(folder)

    assert pack is None
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [
        ("catalogues/430000.yaml", 16, "policy.P094"),
        ("catalogues/430100.yaml", 13, "policy.P033"),
        ("institutions/430100.yaml", 14, "policy.P085"),
        ("institutions/430300.yaml", 7, "policy.P084"),
        ("metro.yaml", 5, "policy.P016"),
        ("metro.yaml", 22, "policy.P063"),
        ("metro.yaml", 59, "policy.P068"),
        ("metro.yaml", 67, "policy.P064"),
        ("metro.yaml", 68, "policy.P067"),
        ("policies/health/catalogue/class_b_prepay.yaml", 4, "policy.P042"),
        ("policies/health/offsite/filing_needed.yaml", 6, "policy.P050"),
        ("policies/health/offsite/filing_needed.yaml", 8, "policy.P039"),
        ("policies/health/outpatient/ratio.yaml", 14, "policy.P017"),
        ("policies/health/outpatient/ratio.yaml", 19, "policy.P038"),
        ("policies/health/outpatient/ratio.yaml", 27, "policy.P034"),
        ("policies/health/outpatient/ratio.yaml", 31, "policy.P044"),
        ("policies/health/special/diseases.yaml", 11, "policy.P041"),
        ("policies/health/special/limit_month.yaml", 10, "policy.P036"),
        ("policies/housing/loan/notice.yaml", 6, "policy.P047"),
        ("policy/ratio.yaml", 1, "policy.P008"),
    ]
