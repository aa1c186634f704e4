"""A change (改动): one parameter takes one value for some kinds of people, places and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class PolicyChange(NamedTuple):
    """One parameter's other value, as somebody wrote it ("90%", "1500" yuan, "yes").

    `where` are (dimension, word) pairs: a dimension that is not named means all its words. `pools`
    are codes, none means every pool. `since` and `until` are the first and last day; without a
    first day the change holds as long as there is policy.
    """

    key: str
    value: str
    where: tuple[tuple[str, str], ...] = ()
    pools: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def plain(self) -> dict[str, Any]:
        """Return the change as JSON data."""
        return {
            "key": self.key,
            "value": self.value,
            "where": dict(self.where),
            "pools": list(self.pools),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


def change_from_plain(plain: Mapping[str, Any]) -> PolicyChange:
    """Return the change that `PolicyChange.plain` wrote."""
    return PolicyChange(
        key=plain["key"],
        value=plain["value"],
        where=tuple(sorted(plain["where"].items())),
        pools=tuple(plain["pools"]),
        since=date.fromisoformat(plain["since"]) if plain["since"] else None,
        until=date.fromisoformat(plain["until"]) if plain["until"] else None,
    )
