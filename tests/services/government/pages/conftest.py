"""A published metro with a browser for each resident, for the government pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from rongcheng.foundation.people.public import open_account
from rongcheng.web import i18n
from rongcheng.web.actor import Actor
from tests.services.government.handling.conftest import Town, clock, town  # noqa: F401
from tests.services.health.test_pages import client_of


@pytest.fixture(autouse=True)
def demo(settings) -> Iterator[None]:
    """Let invented people sign in; a missing sentence fails the test."""
    settings.RONGCHENG_DEMO = True
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


class Browser:
    """A resident with her browser, as she meets the pages."""

    def __init__(self, actor: Actor, lang: str = "zh") -> None:
        self.actor = actor
        login = f"page-{actor.id}-{lang}"
        open_account(login=login, resident_id=actor.person_id, demo=True)
        self.client: Client = client_of(login)
        self.client.cookies["lang"] = lang

    def get(self, path: str, status: int = 200) -> str:
        """Open a page and return its HTML."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()

    def read(self, path: str) -> str:
        """Open a page and return its words."""
        return words(self.get(path))

    def send(self, path: str, status: int = 303, **form: str) -> str:
        """Send a form and return where it leads, or the page that comes back."""
        answer = self.client.post(path, form)
        assert answer.status_code == status, (path, answer.status_code, words_of(answer))
        return answer.headers.get("Location") or answer.content.decode()

    def token(self, path: str) -> str:
        """Return the token of a page's form."""
        return token_in(self.get(path))


def words(html: str) -> str:
    """Return the words of a page, without its frame."""
    main = html[html.find("<main") : html.find("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def words_of(answer) -> str:
    """Return the words of an answer."""
    return words(answer.content.decode())


def token_in(html: str) -> str:
    """Return the token that stands in a page's form."""
    return re.findall(r'name="token" value="([0-9a-f]{32})"', html)[0]


@pytest.fixture
def lin(town: Town) -> Browser:  # noqa: F811
    """A resident of Zhuzhou with her browser."""
    return Browser(town.resident("430200"))
