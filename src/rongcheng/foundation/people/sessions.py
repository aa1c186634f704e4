"""Sessions that know when they began and were last used (登录会话).

Django's own store, over a row with three more columns. The moments lie beside the data, not in it:
noting that somebody is still there is one small update, and never writes old data over new.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from rongcheng.foundation.people.models import SignInSession
from rongcheng.kernel.clock import get_clock

APP_LINK = "app_link"
"""The name in a session of the link to a city's app that opened it."""


class SessionStore(DatabaseStore):
    """Keeps one visitor's session; a new key is a new beginning."""

    started_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """Return the model of the rows."""
        return SignInSession

    def create(self) -> None:
        """Begin under a new key: at the first visit, at each sign-in, after each sign-out."""
        self.started_at = self.seen_at = None
        super().create()

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is not None:
            self.started_at, self.seen_at = row.started_at, row.seen_at
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to be stored, with its moments and its account."""
        row: Any = super().create_model_instance(data)
        now = get_clock().now()
        self.started_at = row.started_at = self.started_at or now
        self.seen_at = row.seen_at = self.seen_at or now
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.app_link = data.get(APP_LINK)
        return row

    def note_seen(self, now: datetime) -> None:
        """Note that the person is still there."""
        self.seen_at = now
        SignInSession.objects.filter(session_key=self.session_key).update(seen_at=now)


def app_link_of(request: HttpRequest) -> int | None:
    """Return by which link to a city's app this session was opened; None: by none that is known."""
    found: int | None = request.session.get(APP_LINK)
    return found


def note_app_link(request: HttpRequest, number: int | None) -> None:
    """Note by which link to a city's app this session was opened, and write it down now.

    None: by none of them. Called where the link is held, so that releasing it finds the session.
    """
    if number is None:
        request.session.pop(APP_LINK, None)
        return
    request.session[APP_LINK] = number
    request.session.save()
