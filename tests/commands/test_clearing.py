"""`rongcheng clear`: one step, safe to repeat, repaired after a stop, files as promised."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import IO

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.commands import clearing
from rongcheng.commands.clearing import clear
from rongcheng.commands.errors import DateUnreadable, FolderUnwritable
from rongcheng.foundation.ledger.clearing import closing
from rongcheng.foundation.ledger.public import (
    PeriodInFuture,
    close_period,
    close_window,
    list_nets,
    list_statuses,
    verify_ledger,
)
from rongcheng.web.actor import SYSTEM
from rongcheng.web.tables import Table
from tests.foundation.ledger.books import picture
from tests.portal.clearing_books import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, hospital, settle

pytestmark = pytest.mark.usefixtures("books")

MARCH = date(2026, 3, 31)


def nets(seq: int = 1) -> dict[str, int]:
    """Return the nets of a window."""
    return {net.pool: net.net_fen for net in list_nets(METRO, seq)}


def text_of(path: Path) -> str:
    """Return all texts and numbers of a written list."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/") and "sheet" in name]
        return "".join(archive.read(name).decode() for name in parts)


def test_the_window_is_closed_netted_and_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clear(METRO, MARCH, tmp_path) == 0
    assert nets() == {CHANGSHA: -50_000, ZHUZHOU: -20_000, XIANGTAN: 70_000}
    status = list_statuses(METRO)[1]
    assert (status.state, status.until, status.closed_by) == ("netted", MARCH, "融城系统")
    assert {path.stem for path in tmp_path.iterdir()} == {
        "matrix",
        "nets",
        "pairs",
        "institutions",
        f"pair-{XIANGTAN}-{CHANGSHA}-310102",
        f"pair-{XIANGTAN}-{CHANGSHA}-390102",
        f"pair-{CHANGSHA}-{ZHUZHOU}-310102",
        *(f"pool-{pool}" for pool in (CHANGSHA, ZHUZHOU, XIANGTAN)),
        *(f"institution-{hospital(pool)}" for pool in (CHANGSHA, ZHUZHOU)),
    }
    stated = text_of(tmp_path / f"pair-{XIANGTAN}-{CHANGSHA}-310102.xlsx")
    assert "S00000001" in stated
    assert "<v>500</v>" in stated
    said = capsys.readouterr().out
    assert "700.00" in said
    assert "12" in said
    assert verify_ledger() == []


def test_the_same_day_again_moves_nothing_and_writes_the_same(tmp_path: Path) -> None:
    clear(METRO, MARCH, tmp_path / "first")
    settle(9, XIANGTAN, ZHUZHOU, 1_000)
    before = picture()
    clear(METRO, MARCH, tmp_path / "second")
    assert picture() == before
    names = [sorted(p.name for p in (tmp_path / n).iterdir()) for n in ("first", "second")]
    assert names[0] == names[1]
    for name in names[0]:
        assert text_of(tmp_path / "first" / name) == text_of(tmp_path / "second" / name)


def test_a_day_to_come_is_refused(tmp_path: Path) -> None:
    before = picture()
    with pytest.raises(PeriodInFuture):
        clear(METRO, date(2026, 4, 2), tmp_path / "new")
    assert picture() == before
    assert not (tmp_path / "new").exists()


def test_a_stop_after_closing_is_completed_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(closing, "net_closed_windows", stopped)
        with pytest.raises(KeyboardInterrupt):
            close_period(METRO, MARCH, SYSTEM)
    assert [status.state for status in list_statuses(METRO)] == ["open", "closed"]
    settle(9, XIANGTAN, ZHUZHOU, 1_000)
    assert clear(METRO, MARCH, tmp_path) == 0
    assert [status.state for status in list_statuses(METRO)] == ["open", "netted"]
    assert nets() == {CHANGSHA: -50_000, ZHUZHOU: -20_000, XIANGTAN: 70_000}
    assert verify_ledger() == []


def test_a_window_closed_without_netting_is_netted_with_the_next(tmp_path: Path) -> None:
    close_window(METRO, seq=1)
    settle(9, XIANGTAN, ZHUZHOU, 1_000)
    clear(METRO, MARCH, tmp_path)
    assert [status.state for status in list_statuses(METRO)] == ["open", "netted", "netted"]
    assert nets(2) == {ZHUZHOU: -1_000, XIANGTAN: 1_000}
    assert verify_ledger() == []


def test_a_stop_while_writing_leaves_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def stops(table: Table, target: IO[bytes]) -> None:
        target.write(b"half")
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(table.caption)

    with monkeypatch.context() as patch:
        patch.setattr(clearing, "write_xlsx", stops)
        with pytest.raises(KeyboardInterrupt):
            clear(METRO, MARCH, tmp_path)
    assert len(list(tmp_path.glob("*.xlsx"))) == 2
    clear(METRO, MARCH, tmp_path)
    assert list(tmp_path.glob("*.part")) == []
    assert len(list(tmp_path.glob("*.xlsx"))) == 12


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(FolderUnwritable):
        clear(METRO, MARCH, file)
    assert list_statuses(METRO)[1].state == "netted"


def test_a_misspelt_day_is_refused_before_anything_starts() -> None:
    ran = CliRunner().invoke(app, ["clear", "--metro", METRO, "--until", "yesterday"])
    assert isinstance(ran.exception, DateUnreadable)
