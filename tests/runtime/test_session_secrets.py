"""A new session secret is accepted before it signs, and the old one until its sessions end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rongcheng.runtime import followed_secrets
from rongcheng.runtime.followed_secrets import FollowedSecrets
from rongcheng.runtime.key_sources import KeyFile, KeyFolder
from rongcheng.runtime.keys import load_keys, make_keys, rotate_keys, rotate_secret

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file, which this process follows at each request."""
    made = tmp_path / "keys.json"
    make_keys(made)
    monkeypatch.setattr(followed_secrets, "LOOK_SECONDS", 0.0)
    return made


def change(path: Path, **more: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | more))


def test_the_new_secret_is_accepted_first_and_signs_then(path: Path) -> None:
    first = load_keys(path).django_secret
    follower = FollowedSecrets(KeyFile(path))
    seen: list[followed_secrets.Secrets] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("time.sleep", lambda _: seen.append(follower.now()))
        until = rotate_secret(path, DAY)
    (between,) = seen
    after = follower.now()
    assert between.signs == first
    assert between.accepted == (after.signs,)
    assert after.accepted == (first,)
    assert timedelta(hours=23, minutes=59) < until - datetime.now(UTC) <= DAY


def test_a_rotation_cut_off_goes_on_with_the_same_secret(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("time.sleep", lambda _: 1 / 0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                rotate_secret(path, DAY)
    (coming,) = load_keys(path).accepted
    rotate_secret(path, DAY, 0)
    assert load_keys(path).django_secret == coming.secret


def test_an_old_secret_is_believed_until_its_end_and_then_leaves_the_file(path: Path) -> None:
    first = load_keys(path).django_secret
    rotate_secret(path, DAY, 0)
    follower = FollowedSecrets(KeyFile(path))
    assert follower.now().accepted == (first,)
    over = datetime.now(UTC) - timedelta(seconds=1)
    change(path, django_secrets_accepted=[{"secret": first, "until": over.isoformat()}])
    assert follower.now().accepted == ()
    assert len(load_keys(path).accepted) == 1
    rotate_keys(path)
    assert load_keys(path).accepted == ()


def test_several_rotations_in_a_day_sign_nobody_out(path: Path) -> None:
    seen = {load_keys(path).django_secret}
    for _ in range(3):
        rotate_secret(path, DAY, 0)
        seen.add(load_keys(path).django_secret)
    keys = load_keys(path)
    assert len(seen) == 4
    assert {keys.django_secret, *(old.secret for old in keys.accepted)} == seen


def test_what_is_broken_or_another_installations_is_not_taken_up(
    path: Path, tmp_path: Path
) -> None:
    follower = FollowedSecrets(KeyFile(path))
    before = follower.now()
    good = path.read_text()
    change(path, django_secrets_accepted=[{"secret": "short", "until": None}])
    assert follower.now() == before
    change(path, django_secrets_accepted="x")
    assert follower.now() == before
    make_keys(tmp_path / "other.json")
    path.write_bytes((tmp_path / "other.json").read_bytes())
    assert follower.now() == before
    path.write_text(good)
    assert follower.now() == before


def test_mounted_secrets_are_exchanged_in_two_steps(path: Path, tmp_path: Path) -> None:
    keys = json.loads(path.read_text())
    folder = tmp_path / "mounted"
    folder.mkdir()

    def mount(**files: str) -> None:
        for name, text in files.items():
            place = folder / name.replace("_", "-")
            place.unlink(missing_ok=True)
            place.write_text(text)
            place.chmod(0o440)

    mount(seal_1=keys["keys"]["1"], index=keys["index_key"], session="a" * 40)
    follower = FollowedSecrets(KeyFolder(folder))
    mount(session_old="b" * 40)
    assert follower.now() == ("a" * 40, ("b" * 40,))
    mount(session="b" * 40, session_old="a" * 40)
    assert follower.now() == ("b" * 40, ("a" * 40,))
    (folder / "session-old").unlink()
    assert follower.now() == ("b" * 40, ())
