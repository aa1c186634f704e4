"""The session secret changes under people who are signed in, and nobody notices."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rongcheng.foundation.people.models import SignInSession
from rongcheng.runtime import followed_secrets
from rongcheng.runtime.keys import make_keys, rotate_secret
from tests.portal.app_provider import CHANGSHA, LIN, Provider, come_back, go
from tests.portal.clearing_books import client_of

DAY = timedelta(days=1)


@pytest.fixture
def keys(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file that every client of this test's house follows."""
    made = tmp_path / "keys.json"
    make_keys(made)
    monkeypatch.setenv("RONGCHENG_KEYS_FILE", str(made))
    monkeypatch.setattr(followed_secrets, "LOOK_SECONDS", 0.0)
    # The house sets these two; the fixture puts them back.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "of-the-start-of-this-process", []
    settings.RONGCHENG_SECRET_FOLLOWS = True
    return made


def signed_in(client: Client) -> bool:
    return bool(client.get("/session").json()["left"])


def test_whoever_is_signed_in_stays_so_and_begins_nothing_anew(
    keys: Path, demo_people: list[str], settings: Any
) -> None:
    before = client_of("lin")
    (row,) = SignInSession.objects.values_list("session_key", "started_at")
    token = before.get("/session").json()["who"]
    rotate_secret(keys, DAY, 0)
    assert signed_in(before)
    assert before.get("/session").json()["who"] == token
    assert SignInSession.objects.values_list("session_key", "started_at").get() == row
    assert json.loads(keys.read_text())["django_secret"] == settings.SECRET_KEY
    assert len(settings.SECRET_KEY_FALLBACKS) == 1
    after = client_of("clerk")
    # The day is over: sessions of before are no longer believed, those of after are.
    keys.write_text(json.dumps(json.loads(keys.read_text()) | {"django_secrets_accepted": []}))
    assert [signed_in(before), signed_in(after)] == [False, True]


def test_a_sign_in_that_is_under_way_comes_back_after_a_rotation(
    keys: Path, app: Provider, client: Client
) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    rotate_secret(keys, DAY, 0)
    assert come_back(client, back).status_code == 302
    assert signed_in(client)


def test_a_secret_that_was_set_by_hand_stays(
    keys: Path, demo_people: list[str], settings: Any
) -> None:
    settings.RONGCHENG_SECRET_FOLLOWS = False
    rotate_secret(keys, DAY, 0)
    assert signed_in(client_of("lin"))
    assert settings.SECRET_KEY == "of-the-start-of-this-process"
