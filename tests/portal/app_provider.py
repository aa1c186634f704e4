"""A real sign-in service of the cities' apps: its own process, asked over HTTP on loopback."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from rongcheng.foundation.people.models import Account, Resident
from rongcheng.kernel.identifiers import id_check_digit
from rongcheng.policy.pack import Pack
from rongcheng.reference_app.cities import list_app_cities
from rongcheng.reference_app.people import Person, Registry, registry_to_json

HERE = "127.0.0.1:8000"
CHANGSHA, ZHUZHOU, XIANGTAN = "430100", "430200", "430300"


def number(serial: int, born: str = "19900307") -> str:
    """Return an ID number of an invented person, with its check digit."""
    first = f"430302{born}{serial:03d}"
    return first + id_check_digit(first)


LIN = Person("样例·林", number(999), XIANGTAN)
CHEN = Person("样例·陈", number(998), CHANGSHA)
LIN_RENAMED = Person("样例·凌", number(999), XIANGTAN)
LIN_OTHER_POINT = Person("样例•林", number(999), XIANGTAN)
PEOPLE = (LIN, CHEN, LIN_RENAMED, LIN_OTHER_POINT)


class Provider:
    """One running reference app; `setting` is what RONGCHENG_APPS says of it."""

    def __init__(self, base: str, secret_file: Path) -> None:
        """Take where it answers."""
        self.base = base
        self.secret_file = secret_file
        self.secret = str(json.loads(secret_file.read_text())["client_secret"])

    @property
    def setting(self) -> str:
        return json.dumps({"*": {"issuer": f"{self.base}/{{city}}", **self.entry()}})

    def entry(self, **more: object) -> dict[str, object]:
        """Return an entry of the setting."""
        return {"secret_file": str(self.secret_file), "timeout_ms": 20_000} | more

    def switch(self, fault: str = "", keys: str = "") -> None:
        """Switch a fault on (none: all off), or change its keys."""
        form = {"secret": self.secret, "fault": fault, "keys": keys}
        assert self.send("POST", f"{self.base}/control", form)[0] == 200

    def send(
        self, method: str, url: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Ask over HTTP; return status, where it leads, and the body."""
        parts = urlsplit(url)
        wire = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": parts.netloc}
        body = urlencode(form or {}) if form is not None else None
        wire.request(method, f"{parts.path}?{parts.query}", body, headers)
        answer = wire.getresponse()
        text = answer.read().decode()
        wire.close()
        return answer.status, answer.headers.get("Location", ""), text

    def choose(self, address: str, person: Person) -> str:
        """Open the app's page and choose somebody; return where it leads back."""
        assert self.send("GET", address)[0] == 200
        chosen = str(PEOPLE.index(person))
        status, back, _ = self.send("POST", address, {"person": chosen})
        assert status == 303
        return back


@contextmanager
def running_provider(folder: Path, packs: list[Pack], *, faults: bool = True) -> Iterator[Provider]:
    """Start a reference app for all cities of the packs, and end it."""
    cities = [city for pack in packs for city in list_app_cities(pack.id, pack.metro.cities)]
    registry = Registry({city.code: city for city in cities}, PEOPLE)
    secret_file = folder / "city-app.json"
    words = ["-m", "rongcheng.reference_app.running", "--secret-file", str(secret_file)]
    words += ["--faults"] if faults else []
    process = subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(registry_to_json(registry))
    process.stdin.close()
    try:
        line = process.stdout.readline()
        assert line.startswith("city app ready: "), line
        yield Provider(line.split()[-1], secret_file)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def go(client: Client, city: str, *, asked: str = "") -> str:
    """Press the button of a city's app; return the app's address."""
    data = {"next": asked} if asked else {}
    answer = client.get(f"/signin/app/changzhutan/{city}", data, headers={"host": HERE})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def come_back(client: Client, back: str) -> HttpResponse:
    """Follow the app's way back."""
    parts = urlsplit(back)
    assert f"{parts.scheme}://{parts.netloc}" == f"http://{HERE}"
    answer: HttpResponse = client.get(f"{parts.path}?{parts.query}", headers={"host": HERE})
    return answer


def sign_in(
    provider: Provider, client: Client, city: str, person: Person, *, asked: str = ""
) -> HttpResponse:
    """Walk the whole way: our button, the app's page, and back."""
    return come_back(client, provider.choose(go(client, city, asked=asked), person))


def who(client: Client) -> Account | None:
    """Return the account that is signed in."""
    found = client.session.get("_auth_user_id")
    return Account.objects.get(pk=found) if found else None


def everything() -> dict[str, list[Any]]:
    """Return all that a sign-in may change."""
    return {
        "residents": list(Resident.objects.order_by("id").values()),
        "accounts": list(Account.objects.order_by("id").values()),
        "links": list(SocialAccount.objects.order_by("id").values()),
    }
