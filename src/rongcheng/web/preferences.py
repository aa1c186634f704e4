"""How a person likes to read (显示设置): language, light or dark, elder mode, remembered a year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict

from rongcheng.web.i18n import LANGUAGES

THEMES = ("auto", "light", "dark")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    """One reader's choices; the defaults are Chinese, the device's own theme, ordinary size."""

    lang: str = "zh"
    theme: str = "auto"
    elder: bool = False

    @property
    def other_lang(self) -> str:
        """Return the language that the switch leads to."""
        return "en" if self.lang == "zh" else "zh"

    @property
    def next_theme(self) -> str:
        """Return the theme that the switch leads to, round and round."""
        return THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]


def _known(value: str | None, known: tuple[str, ...], default: str) -> str:
    return value if value in known else default


def preferences_of(request: HttpRequest) -> Preferences:
    """Return the reader's choices from the cookies; unknown values fall back to the defaults."""
    held = getattr(request, "_rongcheng_preferences", None)
    if held is None:
        held = Preferences(
            lang=_known(request.COOKIES.get("lang"), LANGUAGES, "zh"),
            theme=_known(request.COOKIES.get("theme"), THEMES, "auto"),
            elder=request.COOKIES.get("elder") == "1",
        )
        request._rongcheng_preferences = held  # type: ignore[attr-defined]
    return cast(Preferences, held)


def chosen(form: QueryDict, before: Preferences) -> Preferences:
    """Return `before` with the switches that the form pressed; what it leaves out stays."""
    return replace(
        before,
        lang=_known(form.get("lang"), LANGUAGES, before.lang),
        theme=_known(form.get("theme"), THEMES, before.theme),
        elder={"1": True, "0": False}.get(form.get("elder", ""), before.elder),
    )


def remember(response: HttpResponseBase, preferences: Preferences) -> None:
    """Write the choices into cookies; they name no person and last a year."""
    values = {
        "lang": preferences.lang,
        "theme": preferences.theme,
        "elder": "1" if preferences.elder else "0",
    }
    for name, value in values.items():
        response.set_cookie(
            name,
            value,
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
