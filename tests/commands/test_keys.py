"""`rongcheng keys`: what it says, what it does, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.cli import keys as keys_cli
from rongcheng.commands import keys
from rongcheng.commands.errors import (
    ChainBehind,
    KeysKeptElsewhere,
    SecretKeptElsewhere,
    SecretSetByHand,
)
from rongcheng.foundation.access.public import record_access, seal_records
from rongcheng.foundation.people.public import reveal_id_number
from rongcheng.foundation.resealing import retiring
from rongcheng.foundation.resealing.columns import Place
from rongcheng.foundation.resealing.public import StillSealed
from rongcheng.kernel.crypto import CryptoSuite, configure
from rongcheng.kernel.sealed_columns import sealed_columns
from rongcheng.runtime.followed_keys import FollowedSuite
from rongcheng.runtime.key_sources import KeyFile
from rongcheng.runtime.keys import make_keys
from rongcheng.web.actor import SYSTEM
from tests.foundation.append_only import emptying_allowed
from tests.foundation.people.samples import LIN, register_lin

__all__ = ["emptying_allowed"]


@pytest.fixture
def path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configured_suite: CryptoSuite, settings
) -> Path:
    """A key file of one version, which this process seals with."""
    made = tmp_path / "keys.json"
    make_keys(made)
    monkeypatch.setenv("RONGCHENG_KEYS_FILE", str(made))
    monkeypatch.setenv("RONGCHENG_LANG", "en")
    monkeypatch.setattr("rongcheng.runtime.followed_keys.LOOK_SECONDS", 0.0)
    settings.RONGCHENG_DATA = tmp_path
    settings.RONGCHENG_SECRET_FOLLOWS = True
    configure(FollowedSuite("international", KeyFile(made)))
    return made


@pytest.fixture
def no_guard_is_left() -> Iterator[None]:
    """Take the guards away again: the tables are shared with other tests."""
    yield
    for column in sealed_columns():
        place = Place(column)
        retiring._drop([(place, name) for name in retiring._guards(place)])


def look() -> None:
    """Leave one access record."""
    record_access(
        actor=SYSTEM,
        application="cli",
        purpose="audit",
        persons=[UUID(int=1)],
        data_kinds=["settlement"],
    )


@pytest.mark.django_db(transaction=True)
def test_from_the_first_key_to_the_second(
    path: Path, capsys: pytest.CaptureFixture[str], no_guard_is_left: None
) -> None:
    lin = register_lin()
    look()
    seal_records()
    assert keys.status() == 0
    assert "version 1: seals now" in capsys.readouterr().out
    assert keys.rotate() == 0
    said = capsys.readouterr().out
    assert "Version 2 seals from now on" in said
    assert str(path) in said.replace("\n", "")
    assert keys.status() == 1
    said = capsys.readouterr().out
    assert "people.Resident.id_number_sealed: version 1 1" in said
    assert "1 values lie under older versions" in said
    before = path.read_bytes()
    with pytest.raises(ChainBehind):
        keys.retire(1)
    look()
    with pytest.raises(StillSealed):
        keys.retire(1)
    assert path.read_bytes() == before
    assert keys.reseal() == 0
    assert "Sealed 1 values anew." in capsys.readouterr().out
    assert keys.status() == 0
    capsys.readouterr()
    assert keys.retire(1) == 0
    assert "Version 1 is retired" in capsys.readouterr().out
    content = json.loads(path.read_text())
    assert (content["current"], list(content["keys"])) == (2, ["2"])
    assert keys.status() == 0
    said = capsys.readouterr().out
    assert "version 1:" not in said
    assert [key for key in content["keys"].values() if key in said] == []
    assert reveal_id_number(lin) == LIN


@pytest.mark.django_db
def test_keys_that_somebody_else_keeps_are_not_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.loads(path.read_text())
    monkeypatch.delenv("RONGCHENG_KEYS_FILE")
    monkeypatch.setenv("RONGCHENG_KEYS_SEAL_1", content["keys"]["1"])
    monkeypatch.setenv("RONGCHENG_KEYS_INDEX", content["index_key"])
    monkeypatch.setenv("RONGCHENG_KEYS_SESSION", content["django_secret"])
    with pytest.raises(KeysKeptElsewhere) as caught:
        keys.rotate()
    said = caught.value.message("en")
    assert "RONGCHENG_KEYS_SEAL_2" in said
    assert content["keys"]["1"] not in said
    assert keys.status() == 0


@pytest.mark.parametrize(
    ("given", "target", "words"),
    [
        ([], "keys.status", {}),
        (["rotate"], "keys.rotate", {}),
        (["reseal"], "keys.reseal", {}),
        (["retire", "1"], "keys.retire", {"version": 1}),
        (["session"], "keys.session", {}),
    ],
)
def test_the_command_line_knows_the_acts(
    given: list[str], target: str, words: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr(keys_cli, "run", lambda name, data, **w: asked.append((name, w)))
    assert CliRunner().invoke(app, ["keys", *given]).exit_code == 0
    assert asked == [(target, words)]


@pytest.mark.django_db
def test_the_session_secret_is_changed_and_status_says_until_when(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    before = json.loads(path.read_text())["django_secret"]
    assert keys.session() == 0
    said = capsys.readouterr().out.replace("\n", " ")
    content = json.loads(path.read_text())
    (old,) = content["django_secrets_accepted"]
    assert (old["secret"], content["django_secret"] != before) == (before, True)
    assert "nobody is signed out" in said
    assert before not in said
    assert content["django_secret"] not in said
    assert keys.status() == 0
    assert "the old one is accepted until 20" in capsys.readouterr().out.replace("\n", " ")


def test_a_session_secret_set_by_hand_is_not_changed_here(path: Path, settings) -> None:
    settings.RONGCHENG_SECRET_FOLLOWS = False
    before = path.read_bytes()
    with pytest.raises(SecretSetByHand):
        keys.session()
    assert path.read_bytes() == before


def test_a_session_secret_that_somebody_else_keeps_is_not_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.loads(path.read_text())
    monkeypatch.delenv("RONGCHENG_KEYS_FILE")
    monkeypatch.setenv("RONGCHENG_KEYS_SEAL_1", content["keys"]["1"])
    monkeypatch.setenv("RONGCHENG_KEYS_INDEX", content["index_key"])
    monkeypatch.setenv("RONGCHENG_KEYS_SESSION", content["django_secret"])
    with pytest.raises(SecretKeptElsewhere, match="RONGCHENG_KEYS_SESSION_OLD"):
        keys.session()
    assert json.loads(path.read_text()) == content
