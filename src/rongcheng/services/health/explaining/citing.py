"""Cites the policy values behind a decision (依据): title, value, layer, document, and its page."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.kernel.errors import Lang
from rongcheng.policy.book import Resolved
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import t
from rongcheng.web.sums import Authority, authority


class Citation:
    """Looks up policy values by their name in the assessment and writes them as authorities."""

    def __init__(self, values: dict[str, Resolved], facts: CareFacts, lang: Lang) -> None:
        """Take the values by name, the facts of the visit and the reader's language."""
        self.values = values
        self.facts = facts
        self.lang = lang

    def of(self, *names: str) -> tuple[Authority, ...]:
        """Return the authorities of the named values that were used."""
        return self.each(self.values[name] for name in names if name in self.values)

    def each(self, values: Iterable[Resolved], at: str = "") -> tuple[Authority, ...]:
        """Return the authorities of these values, each once, as they held at a place that day."""
        place = at or self.facts.insured_pool
        asked = f"?at={place}&on={self.facts.settled_on.isoformat()}"
        return tuple(
            dict.fromkeys(
                authority(value, self.lang, href=f"/policy/{self.facts.metro}/{value.key}{asked}")
                for value in values
            )
        )

    def text(self, key: str, **params: object) -> str:
        """Return a message of this room."""
        return t(f"health.why.{key}", self.lang, **params)

    def rate(self, ppm: int) -> str:
        """Return a rate as people read it."""
        return show_value(ppm, "ppm", self.lang)

    def ratio_note(self) -> str:
        """Say what being away from home did to the ratio."""
        cut = self.values.get("cut")
        if cut is None:
            return self.text("ratio_home")
        points = int(str(cut.value))
        if not points:
            return self.text("ratio_away_whole")
        return self.text("ratio_away", cut=self.rate(points))
