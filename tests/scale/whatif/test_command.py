"""`rongcheng whatif`: what it says, what it writes, and what it refuses."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.changes.errors import ChangeKeyUnknown, ChangePoolUnknown
from rongcheng.scale.whatif.errors import PolicyNotNamed
from tests.scale.visits import visit, write_visits

PACK = Path(__file__).parents[3] / "metros" / "changzhutan"
RATIO = "health.inpatient.ratio[tier=level_3]=90%"


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """One stay of an employee: 20,000 yuan in scope at a level 3 hospital, and a visit."""
    stay = visit(1, kind=2101, standing="in_service", total_fen=2_000_000, in_scope_fen=2_000_000)
    care = visit(2, person=1, standing="in_service", tier="primary")
    return write_visits(tmp_path / "visits.parquet", [stay | {"self_paid_fen": 0}, care])


def run(*words: object) -> str:
    result = CliRunner().invoke(
        app, ["whatif", *map(str, words)], env={"RONGCHENG_LANG": "zh", "COLUMNS": "100"}
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return result.stdout


def test_it_says_what_a_ratio_costs_and_writes_lists_and_pictures(
    visits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "zh")
    out = tmp_path / "out"
    run("--pack", PACK, "--change", RATIO, "--in", visits, "--out", out)

    # (20,000 - 1,100) yuan at 90 % instead of 85 %.
    listed = (out / "whatif-tier.csv").read_text("utf-8")
    assert "三级医院,1,1,20000.00,16065.00,17010.00,945.00,945.00" in listed
    assert "基层医疗机构,1,1,1000.00" in listed
    picture = (out / "whatif-tier.svg").read_text("utf-8")
    assert picture.startswith("<svg")
    assert "三级医院" in picture
    assert re.search(r"https?://(?!www\.w3\.org)", picture) is None
    assert zipfile.ZipFile(out / "whatif.xlsx").testzip() is None
    assert len(list(out.iterdir())) == 11


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--change", RATIO), PolicyNotNamed),
        (("--pack", PACK, "--metro", "x", "--change", RATIO), PolicyNotNamed),
        (("--pack", PACK, "--change", "health.inpatient.rate=90%"), ChangeKeyUnknown),
        (("--pack", PACK, "--change", RATIO, "--pool", "999999"), ChangePoolUnknown),
    ],
)
def test_what_cannot_be_computed_is_refused_before_the_file_is_read(
    words: tuple[object, ...], error: type[RongchengError]
) -> None:
    with pytest.raises(error):
        run(*words, "--in", "nowhere.parquet")
