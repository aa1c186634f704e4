"""Keys are made once, private, and never replaced or guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rongcheng.kernel import crypto
from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.keys import (
    check_mark,
    configure_from_environment,
    load_keys,
    make_keys,
)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    make_keys(path)
    return path


def test_new_keys_are_private_and_load(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    keys = load_keys(key_file)
    assert keys.keyring.current == 1
    assert {len(key) for key in keys.keyring.versions.values()} == {32}
    assert keys.keyring.index_key not in keys.keyring.versions.values()
    assert len(keys.django_secret) >= 50


def test_keys_that_exist_are_kept(key_file: Path) -> None:
    before = key_file.read_text()
    make_keys(key_file)
    assert key_file.read_text() == before


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    marks = []
    for name in ("one", "two"):
        make_keys(tmp_path / name)
        marks.append(check_mark(load_keys(tmp_path / name)))
    assert len(set(marks)) == 2
    assert load_keys(tmp_path / "one").keyring.index_key.hex() not in marks


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"keys": {"1": "short"}, "current": 1, "index_key": "short"}', "not json"],
)
def test_a_broken_file_is_named(key_file: Path, content: str) -> None:
    key_file.write_text(content)
    with pytest.raises(KeysUnusable, match=r"keys\.json"):
        load_keys(key_file)


def test_a_key_that_is_not_base64_is_refused_without_showing_it(key_file: Path) -> None:
    content = json.loads(key_file.read_text())
    content["index_key"] = "!not-base64-but-secret!"
    key_file.write_text(json.dumps(content))
    with pytest.raises(KeysUnusable) as caught:
        load_keys(key_file)
    assert "secret" not in caught.value.message("en")


def test_a_file_that_others_can_read_is_refused(key_file: Path) -> None:
    key_file.chmod(0o640)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        load_keys(key_file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="no-such-folder"):
        make_keys(tmp_path / "no-such-folder" / "keys.json")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match=r"absent\.json"):
        load_keys(tmp_path / "absent.json")


@pytest.mark.parametrize("name", ["international", "national"])
def test_the_suite_comes_from_the_environment(
    key_file: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    configured_suite: crypto.CryptoSuite,
) -> None:
    monkeypatch.setenv("RONGCHENG_KEYS_FILE", str(key_file))
    monkeypatch.setenv("RONGCHENG_CRYPTO_SUITE", name)
    configure_from_environment()
    assert crypto.get_suite() is not configured_suite
    assert crypto.get_suite().name == name
    sealed = crypto.get_suite().seal(b"a value", b"a place")
    again = crypto.suite(name, load_keys(key_file).keyring)
    assert again.open(sealed, b"a place") == b"a value"


def test_without_a_key_file_nothing_is_configured(
    monkeypatch: pytest.MonkeyPatch, configured_suite: crypto.CryptoSuite
) -> None:
    monkeypatch.delenv("RONGCHENG_KEYS_FILE")
    configure_from_environment()
    assert crypto.get_suite() is configured_suite
