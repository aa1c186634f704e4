"""How a look is told (谁看过我的信息的用语): who, what, when and why, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rongcheng.foundation.access.public import (
    AccessInfo,
    applications,
    data_kinds,
    purpose_of,
    stored_purposes,
)
from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.people.public import app_actor_id
from rongcheng.portal.metros import published_books
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import language, pick, t

ROLES = frozenset({"clerk", "desk", "officer", "head", "fund", "office"})


class Names:
    """Names of those who look, in the reader's language; institutions of a metro read once."""

    def __init__(self, metro: str) -> None:
        """Read the metro's institutions and the names of its cities' apps."""
        places = list_institutions(metro, every_kind=True)
        self._places: Mapping[str, str] = {
            p.code: pick({"zh": p.title_zh, "en": p.title_en}) for p in places
        }
        book = published_books().get(metro)
        self._apps: Mapping[str, str] = {
            app_actor_id(city.code): pick(city.app.title)
            for city in (book.cities() if book else ())
            if city.app is not None
        }

    def place(self, code: str) -> str:
        """Return an institution's name, its code where the list does not know it."""
        return self._places.get(code, code)

    def looker(self, key: str) -> str:
        """Name a looker of the filter: an institution, a role or a kind."""
        if key in ROLES or key in {"resident", "family", "staff", "machine", "system"}:
            return t(f"portal.access.who.{key}")
        return self.place(key)

    def who(self, info: AccessInfo, reader: Actor) -> str:
        """Name the organisation that looked; a resident who looked herself is told so."""
        if info.actor_kind == "resident":
            if info.actor_id == str(reader.person_id):
                name = reader.acting_name
                return t("portal.access.who.person", None, name=name) if name else _yourself()
            is_deputy = info.acting_for is not None
            word = "portal.access.who.deputy" if is_deputy else "portal.access.who.other_side"
            return t(word, None, name=info.actor_label)
        if info.actor_kind == "system" and info.actor_id in self._apps:
            return self._apps[info.actor_id]
        return self.looker(info.institution or info.actor_role or info.actor_kind)


def _yourself() -> str:
    return t("portal.access.who.resident")


def kinds_words(kinds: Iterable[str]) -> str:
    """Name the kinds of data, joined as the language does."""
    titles = data_kinds()
    joint = "、" if language() == "zh" else ", "
    return joint.join(pick(titles[kind]) if kind in titles else kind for kind in kinds)


def purpose_words(stored: str) -> str:
    """Name a purpose; one that an older release stored stays as it stands."""
    return pick(purpose_of(stored).title) if stored in stored_purposes() else stored


def application_words(stored: str) -> str:
    """Name the application through which somebody looked."""
    titles = applications()
    return pick(titles[stored]) if stored in titles else stored
