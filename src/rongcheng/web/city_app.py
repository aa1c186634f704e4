"""In whose app a browser is (所在的城市应用): remembered with the session, so that a case knows it.

A case that was applied for in an app tells that app how it goes on, and no other.
"""

from __future__ import annotations

from django.http import HttpRequest

_NAME = "city_app"


def remember_app(request: HttpRequest, city: str) -> None:
    """Note that this session came from the app of a city."""
    if request.session.get(_NAME) != city:
        request.session[_NAME] = city


def app_of(request: HttpRequest) -> str:
    """Return the code of the city in whose app this session is; empty in a plain browser."""
    found = request.session.get(_NAME, "")
    return found if isinstance(found, str) else ""
