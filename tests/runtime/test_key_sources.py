"""Keys come from one place, are strong, and are never shown: a file, mounted secrets, variables."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

import pytest

from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.key_sources import KeyEnvironment, KeyFile, KeyFolder, find_source
from rongcheng.runtime.keys import check_mark, load_keys, make_keys
from rongcheng.runtime.plan import base_environment, key_source

SESSION = "an-invented-session-secret-of-40-letters"


def key() -> str:
    """Return a random key as text."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def parts() -> dict[str, str]:
    """Two sealing keys and what else there must be, by their names as files."""
    return {"seal-1": key(), "seal-2": key(), "index": key(), "session": SESSION}


def folder_of(parent: Path, parts: dict[str, str], mode: int = 0o400) -> Path:
    """Write one file for each key, as a keeper of secrets mounts them."""
    folder = parent / "mounted"
    folder.mkdir()
    for name, text in parts.items():
        (folder / name).write_text(text + "\n")
        (folder / name).chmod(mode)
    return folder


def variables_of(parts: dict[str, str]) -> dict[str, str]:
    """Return the same as variables."""
    return {f"RONGCHENG_KEYS_{name.upper().replace('-', '_')}": v for name, v in parts.items()}


def test_mounted_files_and_variables_give_the_same_keys(
    tmp_path: Path, parts: dict[str, str]
) -> None:
    folder = folder_of(tmp_path, parts)
    mounted = KeyFolder(folder).load()
    given = KeyEnvironment(variables_of(parts)).load()
    assert mounted.keyring == given.keyring
    assert check_mark(mounted) == check_mark(given)
    assert mounted.keyring.current == 2
    assert mounted.keyring.versions[1] == base64.b64decode(parts["seal-1"])
    assert mounted.django_secret == given.django_secret == SESSION


def test_current_says_which_version_seals(tmp_path: Path, parts: dict[str, str]) -> None:
    with_current = parts | {"current": "1"}
    assert KeyFolder(folder_of(tmp_path, with_current)).load().keyring.current == 1
    assert KeyEnvironment(variables_of(with_current)).load().keyring.current == 1
    for wrong in ("3", "", "one", "-1"):
        with pytest.raises(KeysUnusable):
            KeyEnvironment(variables_of(parts | {"current": wrong})).load()


@pytest.mark.parametrize("mode", [0o404, 0o444, 0o644, 0o420])
def test_a_secret_that_others_can_read_or_change_is_refused(
    tmp_path: Path, parts: dict[str, str], mode: int
) -> None:
    with pytest.raises(KeysUnusable, match="chmod 400"):
        KeyFolder(folder_of(tmp_path, parts, mode)).load()


@pytest.mark.parametrize("name", ["seal-1", "index"])
@pytest.mark.parametrize(
    ("weak", "why"),
    [
        (base64.b64encode(bytes(range(31))).decode(), "31 bytes"),
        (base64.b64encode(bytes(range(33))).decode(), "33 bytes"),
        (base64.b64encode(b"a" * 32).decode(), "not random"),
        (base64.b64encode(bytes(range(8)) * 4).decode(), "not random"),
        (base64.b64encode(b"correct horse battery staple 123").decode(), "not random"),
        ("correct horse battery staple", "not base64"),
        ("", "0 bytes"),
    ],
)
def test_a_weak_key_is_refused_by_its_name_and_never_shown(
    parts: dict[str, str], name: str, weak: str, why: str
) -> None:
    with pytest.raises(KeysUnusable, match=why) as caught:
        KeyEnvironment(variables_of(parts | {name: weak})).load()
    said = caught.value.message("en") + caught.value.message("zh") + repr(caught.value)
    assert name in said
    assert weak == "" or weak not in said
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_key_that_serves_two_purposes_or_a_short_session_is_refused(
    parts: dict[str, str],
) -> None:
    for wrong, why in (
        ({"seal-2": parts["seal-1"]}, "two things"),
        ({"index": parts["seal-2"]}, "two things"),
        ({"session": "short"}, "too short"),
    ):
        with pytest.raises(KeysUnusable, match=why):
            KeyEnvironment(variables_of(parts | wrong)).load()


@pytest.mark.parametrize("missing", ["index", "session"])
def test_a_missing_secret_is_named(tmp_path: Path, parts: dict[str, str], missing: str) -> None:
    del parts[missing]
    with pytest.raises(KeysUnusable, match=missing):
        KeyFolder(folder_of(tmp_path, parts)).load()
    with pytest.raises(KeysUnusable, match=missing):
        KeyEnvironment(variables_of(parts)).load()


def test_no_sealing_key_and_no_folder_are_named(tmp_path: Path, parts: dict[str, str]) -> None:
    del parts["seal-1"], parts["seal-2"]
    with pytest.raises(KeysUnusable, match="no sealing key"):
        KeyEnvironment(variables_of(parts)).load()
    with pytest.raises(KeysUnusable, match="nowhere"):
        KeyFolder(tmp_path / "nowhere").load()


def test_one_source_and_only_one(tmp_path: Path, parts: dict[str, str]) -> None:
    file = {"RONGCHENG_KEYS_FILE": str(tmp_path / "keys.json")}
    folder = {"RONGCHENG_KEYS_FOLDER": str(tmp_path)}
    variables = variables_of(parts)
    assert find_source({}) is None
    assert find_source(file) == KeyFile(tmp_path / "keys.json")
    assert find_source(folder) == KeyFolder(tmp_path)
    assert isinstance(find_source(variables), KeyEnvironment)
    for both in (file | folder, file | variables, folder | variables):
        with pytest.raises(KeysUnusable, match="only one source"):
            find_source(both)


def test_parts_are_told_of_the_key_file_only_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RONGCHENG_KEYS_FILE")
    assert key_source(tmp_path) == KeyFile(tmp_path / "keys.json")
    told = base_environment(tmp_path, SESSION)
    assert told["RONGCHENG_KEYS_FILE"] == str(tmp_path / "keys.json")
    monkeypatch.setenv("RONGCHENG_KEYS_FOLDER", str(tmp_path))
    assert key_source(tmp_path) == KeyFolder(tmp_path)
    assert "RONGCHENG_KEYS_FILE" not in base_environment(tmp_path, SESSION)


def test_the_key_file_is_held_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    make_keys(path)
    strong = path.read_text()
    weak = base64.b64encode(b"w" * 32).decode()
    path.write_text(strong.replace(strong.split('"1": "')[1].split('"')[0], weak))
    with pytest.raises(KeysUnusable, match="seal-1"):
        load_keys(path)
