"""The app as django-allauth knows it (登录提供方): its steps kept, its answers verified in full.

Allauth leads to the app and back: PKCE, the steps of the code flow, the addresses. What it leaves
open is completed here: the ID token is verified, with nonce, and nothing is stored; what belongs to
an attempt lies with the browser (`attempts.py`), not in a session.
"""

from __future__ import annotations

import secrets
from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rongcheng.foundation.people.city_apps.asking import ask_app
from rongcheng.foundation.people.city_apps.attempts import (
    begin_attempt,
    keep_attempts,
    take_attempt,
)
from rongcheng.foundation.people.city_apps.errors import SignInCancelled, SignInExpired
from rongcheng.foundation.people.city_apps.keys import describe_app
from rongcheng.foundation.people.city_apps.linking import sign_in_by_app
from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.city_apps.signing_in import Welcome
from rongcheng.foundation.people.city_apps.verifying import (
    refuse_answer,
    refuse_silence,
    verify_answer,
)
from rongcheng.foundation.people.city_apps.wire import Json, NoReply, post_form
from rongcheng.web.middleware import request_id_of


class CityAppAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """What allauth asks of this house: which provider is meant, and how a failure is told."""

    def get_provider(
        self, request: HttpRequest, provider: Any, client_id: str | None = None
    ) -> CityAppProvider:
        """Return the provider of the app that this request is about."""
        found = CityAppProvider(request, app_of_request(request))
        return found

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Raise one of our own errors: nothing of allauth's own pages is ever shown."""
        app: SignInApp = provider.sign_in_app
        if error == AuthError.CANCELLED:
            raise SignInCancelled(**app.words())
        refuse_answer(app, "unfinished", exception)


class CityAppProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """One city's app."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, app: SignInApp) -> None:
        """Describe the app in allauth's words; nothing of it is stored."""
        self.sign_in_app = app
        known = SocialApp(
            provider=self.id, provider_id=app.key, name=app.title["zh"], client_id=app.client_id
        )
        super().__init__(request, app=known)

    def stash_redirect_state(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        state_id: str | None = None,
        **kwargs: Any,
    ) -> str:
        """Keep the attempt with the browser, not in a session: who only looks leaves no row."""
        state = kwargs | ({"next": next_url} if next_url else {})
        return begin_attempt(request, self.sign_in_app, state)

    def get_oauth2_adapter(self, request: HttpRequest) -> CityAppLine:
        """Return what speaks with the app."""
        return CityAppLine(request, self.sign_in_app)


class CityAppLine(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What is asked of the app, and what its answers must be."""

    def __init__(
        self, request: HttpRequest, app: SignInApp, welcome: Welcome | None = None
    ) -> None:
        """Take the app, and what to do with whoever was verified."""
        super().__init__(request, app.key)
        self.app = app
        self.welcome = welcome
        self.state: dict[str, Any] = {}

    @property
    def openid_config(self) -> Json:
        """Return the app's own description, believed only where it fits."""
        try:
            return describe_app(self.app)
        except NoReply as fault:
            refuse_silence(self.app, fault)

    def is_named_by(self, issuer: str | None) -> bool:
        """Say whether an answer of the browser's may be the app's, by the issuer that it names.

        One that names none will do, unless the app says that it always names itself (RFC 9207).
        """
        if issuer is not None:
            return issuer == self.app.issuer
        known = self.openid_config.get("authorization_response_iss_parameter_supported")
        return known is not True

    @property
    def authorize_url(self) -> str:
        """Return where the browser is led."""
        url = str(self.openid_config["authorization_endpoint"])
        return _as_reached(url, self.request) if self.app.stand_in else url

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return where the app leads back to, under the name by which the browser knows us."""
        scheme = "https" if _is_secure(request) else "http"
        path = f"/signin/app/{self.app.metro}/{self.app.city}/callback"
        return f"{scheme}://{request.get_host()}{path}"

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Json:
        """Exchange the code for the app's answer, over the back channel and without redirects."""
        form = {
            "grant_type": "authorization_code",
            "code": request.GET.get("code", "")[:2_000],
            "redirect_uri": self.get_callback_url(request, app),
            "code_verifier": pkce_code_verifier or "",
        }
        basic = (self.app.client_id, self.app.secret()) if self.basic_auth else None
        if basic is None:
            form |= {"client_id": self.app.client_id, "client_secret": self.app.secret()}
        try:
            url = self.access_token_url
            found = ask_app(self.app, lambda line: post_form(line, url, form, basic=basic))
        except NoReply as fault:
            if fault.said.get("error") == "invalid_grant":
                # The code was used or is too old: a page that was opened twice, most of all.
                raise SignInExpired() from fault
            refuse_silence(self.app, fault)
        if not isinstance(found.get("access_token"), str):
            refuse_answer(self.app, "malformed")
        return found

    @property
    def basic_auth(self) -> bool:
        """Say whether the app wants our secret in the header."""
        known = self.openid_config.get("token_endpoint_auth_methods_supported")
        # RFC 8414: where a service says nothing it means the header.
        return not isinstance(known, list) or "client_secret_basic" in known

    def parse_token(self, data: Json) -> None:
        """Keep no token: nothing of the app is asked again after the sign-in."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> NoReturn:
        """Verify whom the app vouches for, link her, and answer at once.

        Allauth's own further steps would write the link before it was checked.
        """
        person = verify_answer(self.app, kwargs["response"], str(self.state.get("nonce", "")))
        entry = sign_in_by_app(self.app, person, request_id=request_id_of(request))
        assert self.welcome is not None
        raise ImmediateHttpResponse(self.welcome(entry, str(self.state.get("next", ""))))


class CityAppReturn(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from the app: allauth's, with the state kept for the check of the nonce."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        line: CityAppLine = self.adapter
        state = take_attempt(request, line.app, request.GET.get("state", ""))
        if state is None:
            raise SignInExpired()
        line.state = state
        if not line.is_named_by(request.GET.get("iss")):
            refuse_answer(line.app, "issuer")
        return state, None


def lead_to_app(request: HttpRequest, app: SignInApp, asked: str) -> HttpResponseBase:
    """Lead the browser to the app; see `signing_in.begin_app_sign_in`."""
    _remember(request, app)
    nonce = secrets.token_urlsafe(24)
    answer: HttpResponseBase = CityAppProvider(request, app).redirect(
        request,
        process="login",
        next_url=asked,
        scope=list(app.scopes),
        auth_params={"nonce": nonce},
        nonce=nonce,
    )
    keep_attempts(request, app, answer, secure=_is_secure(request))
    return answer


def take_answer(request: HttpRequest, app: SignInApp, welcome: Welcome) -> HttpResponseBase:
    """Take the app's answer for `welcome`; see `signing_in.finish_app_sign_in`."""
    _remember(request, app)
    answer: HttpResponseBase = CityAppReturn.adapter_view(CityAppLine(request, app, welcome))(
        request
    )
    return answer


def close_attempt(request: HttpRequest, app: SignInApp, answer: HttpResponseBase) -> None:
    """Take the attempt from the browser; see `signing_in.close_app_sign_in`."""
    keep_attempts(request, app, answer, secure=_is_secure(request))


def app_of_request(request: HttpRequest) -> SignInApp:
    """Return the app that the present request signs in by."""
    app: SignInApp = request._city_app  # type: ignore[attr-defined]
    return app


def _remember(request: HttpRequest, app: SignInApp) -> None:
    request._city_app = app  # type: ignore[attr-defined]


def _is_secure(request: HttpRequest) -> bool:
    """Say whether the browser reaches us by https: at our own door, or at a proxy's before it."""
    return request.is_secure() or f"https://{request.get_host()}" in settings.CSRF_TRUSTED_ORIGINS


def _as_reached(url: str, request: HttpRequest) -> str:
    """Return a stand-in's address under the host name by which the browser reached us.

    A phone in the same network knows this machine by its name there, not as itself.
    """
    parts = urlsplit(url)
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return urlunsplit(parts._replace(netloc=f"{name}:{parts.port}"))
