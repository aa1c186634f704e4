"""A rotation adds a key and loses none, and whoever runs takes it up without being restarted."""

from __future__ import annotations

import json
import logging
import os
import threading
from pathlib import Path

import pytest

from rongcheng.kernel.crypto import version_of
from rongcheng.kernel.errors import KeyVersionUnknown
from rongcheng.runtime import followed_keys
from rongcheng.runtime.errors import KeyFileBusy, KeysUnusable, LastKey
from rongcheng.runtime.followed_keys import FollowedSuite
from rongcheng.runtime.key_sources import KeyFile, KeyFolder
from rongcheng.runtime.key_text import new_key
from rongcheng.runtime.keys import load_keys, make_keys, remove_version, rotate_keys
from rongcheng.runtime.locks import FolderLock

PLAIN, PLACE = "样例".encode(), b"a place"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A key file of one version."""
    made = tmp_path / "keys.json"
    make_keys(made)
    return made


@pytest.fixture
def suite(path: Path) -> FollowedSuite:
    """The suite of a process that runs."""
    return FollowedSuite("international", KeyFile(path))


def test_a_rotation_adds_a_version_that_seals_and_keeps_the_rest(path: Path) -> None:
    before = load_keys(path)
    assert rotate_keys(path) == 2
    after = load_keys(path)
    assert after.keyring.current == 2
    assert after.keyring.versions[1] == before.keyring.versions[1]
    assert after.keyring.versions[2] != before.keyring.versions[1]
    assert after.keyring.index_key == before.keyring.index_key
    assert after.django_secret == before.django_secret
    assert rotate_keys(path) == 3


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_mode_and_owner_stay_and_nothing_is_left_beside(path: Path, mode: int) -> None:
    path.chmod(mode)
    owner = 1 if os.geteuid() == 0 else os.geteuid()
    os.chown(path, owner, -1)
    rotate_keys(path)
    assert path.stat().st_mode & 0o777 == mode
    assert path.stat().st_uid == owner
    assert sorted(found.name for found in path.parent.iterdir()) == ["keys.json", "keys.json.lock"]
    assert (path.parent / "keys.json.lock").read_text() == ""


def test_rotations_at_once_lose_no_key(path: Path) -> None:
    made: list[int] = []

    def rotate() -> None:
        for _ in range(10):
            try:
                made.append(rotate_keys(path))
            except KeyFileBusy:
                continue

    threads = [threading.Thread(target=rotate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == list(range(2, len(made) + 2))
    assert set(load_keys(path).keyring.versions) == {1, *made}


def test_a_file_that_is_being_written_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    lock = FolderLock(path.with_name("keys.json.lock"))
    assert lock.take()
    with pytest.raises(KeyFileBusy):
        rotate_keys(path)
    lock.free()
    assert path.read_bytes() == before


def test_a_broken_file_is_not_rotated(path: Path) -> None:
    path.write_text('{"keys": {}}')
    with pytest.raises(KeysUnusable):
        rotate_keys(path)
    assert path.read_text() == '{"keys": {}}'


def test_the_version_that_seals_is_never_removed(path: Path) -> None:
    rotate_keys(path)
    before = path.read_bytes()
    with pytest.raises(LastKey):
        remove_version(path, 2)
    assert path.read_bytes() == before
    remove_version(path, 1)
    remove_version(path, 1)
    assert set(load_keys(path).keyring.versions) == {2}
    # A number is never used again: what it sealed once must not look like something new.
    assert rotate_keys(path) == 3


def test_a_running_process_takes_a_new_key_up_by_itself(
    path: Path, suite: FollowedSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = suite.seal(PLAIN, PLACE)
    rotate_keys(path)
    assert version_of(suite.seal(PLAIN, PLACE)) == 1  # not yet due to look
    monkeypatch.setattr(suite, "_due_at", 0.0)
    assert version_of(suite.seal(PLAIN, PLACE)) == 2
    assert suite.keyring.current == 2
    assert suite.open(old, PLACE) == PLAIN


def test_mounted_keys_are_followed_in_two_steps(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed_keys, "LOOK_SECONDS", 0.0)
    keys = json.loads(path.read_text())
    folder = tmp_path / "mounted"
    folder.mkdir()

    def mount(name: str, text: str) -> None:
        (folder / name).write_text(text)
        (folder / name).chmod(0o440)

    mount("seal-1", keys["keys"]["1"])
    mount("index", keys["index_key"])
    mount("session", keys["django_secret"])
    mount("current", "1")
    follower = FollowedSuite("national", KeyFolder(folder))
    old = follower.seal(PLAIN, PLACE)
    # First every machine has the key, then one after the other begins to seal with it.
    mount("seal-2", new_key())
    assert set(follower.keyring.versions) == {1, 2}
    assert version_of(follower.seal(PLAIN, PLACE)) == 1
    (folder / "current").chmod(0o600)
    mount("current", "2")
    assert version_of(follower.seal(PLAIN, PLACE)) == 2
    assert follower.open(old, PLACE) == PLAIN
    (folder / "seal-1").unlink()
    assert set(follower.keyring.versions) == {2}
    with pytest.raises(KeyVersionUnknown):
        follower.open(old, PLACE)


def test_a_value_of_an_unknown_version_is_opened_at_once(path: Path, suite: FollowedSuite) -> None:
    rotate_keys(path)
    elsewhere = FollowedSuite("international", KeyFile(path))
    fresh = elsewhere.seal(PLAIN, PLACE)
    assert version_of(fresh) == 2
    assert suite.open(fresh, PLACE) == PLAIN
    unknown = bytes([fresh[0], 0, 9]) + fresh[3:]
    with pytest.raises(KeyVersionUnknown):
        suite.open(unknown, PLACE)


def test_hashes_stay_the_same_over_a_rotation(
    path: Path, suite: FollowedSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = suite.keyed_hash(b"430302199003071235", "id_number")
    rotate_keys(path)
    monkeypatch.setattr(suite, "_due_at", 0.0)
    assert suite.keyring.current == 2
    assert suite.keyed_hash(b"430302199003071235", "id_number") == before


@pytest.mark.parametrize("broken", ["unreadable", "missing", "open", "foreign"])
def test_keys_that_cannot_be_taken_up_leave_those_in_use(
    path: Path,
    suite: FollowedSuite,
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sealed = suite.seal(PLAIN, PLACE)
    content = json.loads(path.read_text())
    if broken == "unreadable":
        path.write_text("{")
    elif broken == "missing":
        path.unlink()
    elif broken == "open":
        path.chmod(0o644)
    else:
        path.unlink()
        make_keys(path)
    monkeypatch.setattr(suite, "_due_at", 0.0)
    with caplog.at_level(logging.ERROR, logger=followed_keys.__name__):
        assert suite.open(sealed, PLACE) == PLAIN
        assert version_of(suite.seal(PLAIN, PLACE)) == 1
    (said,) = [record.getMessage() for record in caplog.records]
    assert "keys.json" in said
    assert [key for key in (*content["keys"].values(), content["index_key"]) if key in said] == []


def test_many_threads_seal_and_open_while_keys_rotate(
    path: Path, suite: FollowedSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed_keys, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(suite, "_due_at", 0.0)
    stop, faults = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            if suite.open(suite.seal(PLAIN, PLACE), PLACE) != PLAIN:
                faults.append("another plaintext")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        rotate_keys(path)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert suite.keyring.current == 11
