"""Which apps are offered: described by the pack and known to the setting, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rongcheng.foundation.people.city_apps.errors import AppNotOffered, AppsFaulty
from rongcheng.foundation.people.city_apps.offered import (
    addresses,
    find_sign_in_app,
    list_sign_in_apps,
)
from rongcheng.policy.book import PolicyBook
from tests.packs import pack_in

METRO = Path(__file__).resolve().parents[3] / "metros" / "changzhutan"


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    pack = pack_in(METRO)
    return PolicyBook(pack)


def test_only_connected_cities_are_offered(book: PolicyBook, settings: Any) -> None:
    settings.RONGCHENG_APPS = json.dumps({"430300": {"secret_file": "x", "client_id": "other"}})
    (app,) = list_sign_in_apps([book])
    assert (app.city, app.issuer) == ("430300", "https://login.xiangtan.example/oidc")
    assert (app.client_id, app.stand_in, app.timeout_s) == ("other", False, 5.0)
    with pytest.raises(AppNotOffered):
        find_sign_in_app(book, "430100")
    with pytest.raises(AppNotOffered):
        find_sign_in_app(book, "510100")


def test_nothing_is_offered_without_the_setting(book: PolicyBook, settings: Any) -> None:
    settings.RONGCHENG_APPS = ""
    assert list_sign_in_apps([book]) == []


def test_one_entry_stands_for_all_in_the_demonstration_only(
    book: PolicyBook, settings: Any
) -> None:
    entry = {"*": {"issuer": "http://127.0.0.1:8001/{city}", "secret_file": "x"}}
    settings.RONGCHENG_APPS = json.dumps(entry)
    assert [app.issuer[-6:] for app in list_sign_in_apps([book])] == ["430100", "430200", "430300"]
    settings.RONGCHENG_DEMO = False
    assert list_sign_in_apps([book]) == []
    with pytest.raises(AppsFaulty, match="demonstration only"):
        addresses()


def test_the_setting_may_be_a_file(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "apps.json"
    file.write_text(json.dumps({"430100": {"secret_file": "x", "ca_file": str(file)}}))
    settings.RONGCHENG_APPS = str(file)
    assert addresses()["430100"].ca_file == str(file)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("nowhere.json", "no readable JSON"),
        ("{", "no readable JSON"),
        ('{"430100": []}', "lacks secret_file"),
        ('{"430100": {}}', "lacks secret_file"),
        ('{"430100": {"secret_file": "x", "colour": 1}}', "colour"),
        ('{"430100": {"secret_file": "x", "issuer": "http://far.example"}}', "must be https"),
        ('{"430100": {"secret_file": "x", "issuer": "ftp://127.0.0.1"}}', "must be https"),
        ('{"*": {"secret_file": "x", "issuer": "https://far.example"}}', "this machine only"),
        ('{"430100": {"secret_file": "x", "issuer": "https://' + "a" * 120 + '"}}', "longer than"),
        ('{"430100": {"secret_file": "x", "ca_file": "none.pem"}}', "does not exist"),
        ('{"430100": {"secret_file": "x", "timeout_ms": "long"}}', "timeout_ms"),
    ],
)
def test_a_faulty_setting_says_what_to_mend_and_offers_nothing(
    book: PolicyBook, settings: Any, setting: str, said: str
) -> None:
    settings.RONGCHENG_APPS = setting
    with pytest.raises(AppsFaulty, match=said):
        addresses()
    assert list_sign_in_apps([book]) == []


def test_the_secret_is_read_from_its_file_each_time(
    book: PolicyBook, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("first\n")
    settings.RONGCHENG_APPS = json.dumps({"430100": {"secret_file": str(file)}})
    app = find_sign_in_app(book, "430100")
    assert app.secret() == "first"
    file.write_text('{"client_secret": "second"}')
    assert app.secret() == "second"
    file.unlink()
    with pytest.raises(AppsFaulty, match="secret file of city 430100"):
        app.secret()
