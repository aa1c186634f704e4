"""Who is asking (经办人或本人): every page and endpoint knows for whom it works, and in which role.

The web floor knows no accounts. The floor that does registers one function here
(`use_actor_source`), and pages ask `actor_of(request)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

ActorKind = Literal["resident", "staff", "machine", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who asks: a resident, a member of staff, an institution's machine, or the system itself.

    `role` is one of clerk, desk, fund, office for staff and empty otherwise; `city` is a six-digit
    code; `institution` is a twelve-character institution code for desk staff and machines.
    """

    kind: ActorKind
    id: str
    label: str = ""
    role: str = ""
    city: str = ""
    institution: str = ""
    person_id: UUID | None = None
    metro: str = ""

    @property
    def audience(self) -> str:
        """Return the word that navigation items name: a staff role, else the actor's kind."""
        return self.role if self.kind == "staff" and self.role else self.kind


SYSTEM = Actor("system", "system", label="融城系统")

ActorSource = Callable[[HttpRequest], Actor | None]
_sources: list[ActorSource] = []


def use_actor_source(source: ActorSource) -> None:
    """Let `source` say who is signed in; the floor that owns accounts calls this when it starts."""
    _sources[:] = [source]


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who is signed in, or None for a visitor; asked once a request, then remembered."""
    if not hasattr(request, "_rongcheng_actor"):
        found = _sources[0](request) if _sources else None
        request._rongcheng_actor = found  # type: ignore[attr-defined]
    actor: Actor | None = request._rongcheng_actor  # type: ignore[attr-defined]
    return actor


def signed_in(request: HttpRequest) -> Actor:
    """Return who is signed in, on a page that `actor_required` guards."""
    actor = actor_of(request)
    if actor is None:
        raise PermissionDenied
    return actor


def sign_in_address(request: HttpRequest) -> str:
    """Return the sign-in page's address that leads back to where the visitor wanted to go."""
    return f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"


View = Callable[..., HttpResponseBase]


def actor_required(*audiences: str) -> Callable[[View], View]:
    """Open a page to the named audiences only (`resident`, or a staff role).

    A visitor is led to sign in and back; someone signed in as another audience gets the page
    that says who may see it (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is None:
                return HttpResponseRedirect(sign_in_address(request))
            if audiences and actor.audience not in audiences:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
