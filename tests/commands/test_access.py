"""`rongcheng verify --access`: says whether the chain stands, and prints its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app, records
from rongcheng.commands.errors import AnchorUnreadable
from rongcheng.commands.verifying import verify_records
from rongcheng.foundation.access.public import chain_end, record_access, seal_records
from rongcheng.web.actor import SYSTEM
from tests.foundation.access.conftest import as_superuser

pytestmark = pytest.mark.django_db


def verify_chain(anchor: str) -> int:
    """Check the chain of access records alone."""
    return verify_records(ledger=False, decisions=False, anchor=anchor)


@pytest.fixture
def end(settings: Any, tmp_path: Path) -> str:
    """Have three sealed records, and return the chain's end as it is printed."""
    settings.RONGCHENG_DATA = tmp_path
    for number in range(3):
        record_access(
            actor=SYSTEM,
            application="cli",
            purpose="audit",
            persons=[UUID(int=number + 1)],
            data_kinds=["settlement"],
        )
    seal_records(batch=2)
    found = chain_end()
    assert found is not None
    return f"{found.sequence}:{found.digest}"


def test_a_sound_chain_says_so_and_prints_its_end(
    end: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "en")
    assert verify_chain(end) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"End of the chain of access records (keep it elsewhere): {end}",
        "The chain of access records is sound.",
    ]


def test_a_tampered_chain_is_named_and_ends_with_1(
    end: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGCHENG_LANG", "zh")
    with as_superuser() as cursor:
        cursor.execute("delete from access_batch where sequence = 2")
    assert verify_chain(end) == 1
    said = capsys.readouterr().out
    # The file and the kept line say the same, once.
    assert said.count("access.V009 #2") == 1
    assert "链尾与留底不符" in said


@pytest.mark.parametrize("anchor", ["2", "2:abc", "x:" + "0" * 64])
def test_an_unreadable_end_is_refused(end: str, anchor: str) -> None:
    with pytest.raises(AnchorUnreadable):
        verify_chain(anchor)


def test_the_command_line_knows_the_options() -> None:
    shown = CliRunner().invoke(app, ["verify", "--help"], terminal_width=200).output
    assert "--access" in shown
    assert "--anchor" in shown


ALL = {"ledger": True, "decisions": True, "access": True}
NONE = dict.fromkeys(ALL, False)


@pytest.mark.parametrize(
    ("given", "checked"),
    [
        ([], ALL),
        (["--anchor", "2:ab"], ALL),
        (["--access"], NONE | {"access": True}),
        (["--ledger"], NONE | {"ledger": True}),
        (["--decisions"], NONE | {"decisions": True}),
        (["--ledger", "--anchor", "2:ab"], ALL | {"decisions": False}),
    ],
)
def test_an_option_checks_that_part_alone(
    given: list[str], checked: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(records, "run", lambda name, data, **words: asked.append(words))
    CliRunner().invoke(app, ["verify", *given])
    assert [{part: words[part] for part in ALL} for words in asked] == [checked]
