"""Takes a new session secret up while people work (登录密钥换新): a rotation signs nobody out."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from rongcheng.runtime.followed_secrets import FollowedSecrets
from rongcheng.runtime.key_sources import find_source


class FollowSecretsMiddleware:
    """Looks before each request whether the secret has changed; outermost, before any session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Begin to follow; not used where the secret was set by hand instead."""
        source = find_source(os.environ)
        if not settings.RONGCHENG_SECRET_FOLLOWS or source is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._secrets = FollowedSecrets(source)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under the secrets as they are now."""
        signs, accepted = self._secrets.now()
        if signs != settings.SECRET_KEY or tuple(settings.SECRET_KEY_FALLBACKS) != accepted:
            # Between the two lines other threads answer: both secrets hold for them.
            settings.SECRET_KEY_FALLBACKS = [*accepted, settings.SECRET_KEY, signs]
            settings.SECRET_KEY = signs
            settings.SECRET_KEY_FALLBACKS = list(accepted)
        return self.get_response(request)
