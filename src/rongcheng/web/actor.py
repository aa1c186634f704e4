"""Who is asking (经办人或本人): every page and endpoint knows for whom it works, and in which role.

The web floor knows no accounts. The floor that does registers one function here
(`use_actor_source`), and pages ask `actor_of(request)`.

Whoever acts for another (代办) is an actor without a person until a page names its matter
(`actor_required("resident", matter="…")`, or `in_matter`): only then does she stand in for that
person.
So a page that names no matter shows her nothing and is closed, without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Literal, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from rongcheng.kernel.errors import CallerError
from rongcheng.web.errors import wants_json

ActorKind = Literal["resident", "staff", "machine", "system"]


class NotEntrusted(CallerError):
    """Somebody acts for another in a matter that is closed to her (不在授权范围内)."""

    code = "web.E020"
    status = 403
    zh = "您正在代{name}办事，这件事不能代办。{why_zh}"
    en = "You are acting for {name}, and this is not open to you. {why_en}"


class Closed(NamedTuple):
    """A matter that is closed to whoever acts for another, with the reason in both languages.

    An empty `matter` closes all of them: the mandate is over.
    """

    matter: str
    code: str
    zh: str
    en: str


NOT_NAMED = Closed(
    "",
    "web.R001",
    "这一页只能由本人看。先停止代办，就能看您自己的。",
    "This page is for the person alone. Stop acting for them to see your own.",
)
"""Why a page that names no matter is closed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One who asks: a resident, a member of staff, an institution's machine, or the system itself.

    `role` is one of clerk, desk, officer, head, fund, office for staff and empty otherwise; `city`
    is a six-digit code, the province's own for those who work in its authorities; `institution` is
    a twelve-character institution code for desk staff and machines. `department` is the one of her
    city in which a member of staff works, and empty where she works for all of them.

    Who acts for another keeps her own `id` and `label`; `acting_for`, `acting_name` say for whom,
    `mandate` under which mandate or guardianship, `matters` in what; `closed` says why not in the
    others. `person_id` is that person in a `matter` that is open, and nobody otherwise.
    """

    kind: ActorKind
    id: str
    label: str = ""
    role: str = ""
    city: str = ""
    institution: str = ""
    person_id: UUID | None = None
    metro: str = ""
    acting_for: UUID | None = None
    acting_name: str = ""
    mandate: int = 0
    matters: frozenset[str] = frozenset()
    closed: tuple[Closed, ...] = ()
    matter: str = ""
    department: str = ""

    def may(self, matter: str) -> bool:
        """Say whether a place that asks for this matter is open: always, for oneself."""
        return self.acting_for is None or matter in self.matters

    def in_matter(self, matter: str) -> Actor:
        """Return who works in a matter: oneself, or the one for whom one acts in it.

        Raises NotEntrusted where the mandate does not reach.
        """
        if self.acting_for is None:
            return self
        if matter not in self.matters:
            why = self.why_closed(matter)
            raise NotEntrusted(name=self.acting_name, why_zh=why.zh, why_en=why.en)
        return replace(self, person_id=self.acting_for, matter=matter)

    def why_closed(self, matter: str) -> Closed:
        """Return what stands against a matter: that all is over, its own reason, or no name."""
        whole = next((item for item in self.closed if not item.matter), None)
        own = next((item for item in self.closed if matter and item.matter == matter), None)
        return whole or own or NOT_NAMED

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


def actor_required(*audiences: str, matter: str = "") -> Callable[[View], View]:
    """Open a page to the named audiences only (`resident`, or a staff role).

    A visitor is led to sign in and back; someone signed in as another audience gets the page
    that says who may see it (403). Whoever acts for another sees it in a `matter` that was
    entrusted to her; a page without one is closed to her.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is None:
                return HttpResponseRedirect(sign_in_address(request))
            if audiences and actor.audience not in audiences:
                raise PermissionDenied
            try:
                enter_matter(request, actor, matter)
            except NotEntrusted as closed:
                if wants_json(request):
                    raise
                return _closed_page(request, actor, closed)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def enter_matter(request: HttpRequest, actor: Actor, matter: str) -> Actor:
    """Let the rest of the request work in this matter and return who does; raises NotEntrusted."""
    entered = actor.in_matter(matter)
    request._rongcheng_actor = entered  # type: ignore[attr-defined]
    return entered


def _closed_page(request: HttpRequest, actor: Actor, closed: NotEntrusted) -> HttpResponseBase:
    """Say why it is closed, with the bar that ends the acting above it."""
    context = {"name": actor.acting_name, "why": closed.params}
    return render(request, "errors/not_entrusted.html", context, status=NotEntrusted.status)
