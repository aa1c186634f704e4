"""Sessions that know when they began and were last used (登录会话).

Django's own store, over a row with three more columns. The moments lie beside the data, not in it:
noting that somebody is still there is one small update, and never writes old data over new.

A request asks the database once who is signed in: the row comes with its account and with the
resident or the member of staff behind it. `account_of` looks at all of it at every request, so
what was ended, closed or changed meanwhile counts at the very next one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from rongcheng.foundation.people.models import Account, SignInSession
from rongcheng.kernel.clock import get_clock

APP_LINK = "app_link"
"""The name in a session of the link to a city's app that opened it."""


class SessionStore(DatabaseStore):
    """Keeps one visitor's session; a new key is a new beginning."""

    started_at: datetime | None = None
    seen_at: datetime | None = None
    account: Account | None = None
    """Whose the session was when it was read; nobody's after its end."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        """Return the model of the rows."""
        return SignInSession

    def create(self) -> None:
        """Begin under a new key: at the first visit, at each sign-in, after each sign-out."""
        self.started_at = self.seen_at = self.account = None
        super().create()

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is not None:
            self.started_at, self.seen_at = row.started_at, row.seen_at
            self.account = row.account
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


class SignedInMiddleware(AuthenticationMiddleware):
    """Puts the account on the request (当前账号), as Django's does, without asking once more."""

    def process_request(self, request: HttpRequest) -> None:
        """Let `request.user` be who is signed in; looked at when first asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]


def account_of(request: HttpRequest) -> Account | AnonymousUser:
    """Return whose session this is; else a visitor. Stricter than Django's `get_user`.

    The session must name the account of its row, which must be open, and carry that account's
    mark of today's secret; earlier secrets are not tried. One whose mark does not fit is deleted.
    """
    session = request.session
    if SESSION_KEY not in session or BACKEND_SESSION_KEY not in session:
        return AnonymousUser()
    account = session.account if isinstance(session, SessionStore) else None
    if session[BACKEND_SESSION_KEY] not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    if account is None or session[SESSION_KEY] != str(account.pk) or not account.is_active:
        return AnonymousUser()
    mark = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(mark, account.get_session_auth_hash()):
        session.flush()
        return AnonymousUser()
    return account


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
