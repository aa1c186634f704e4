"""What a comparison found (测算结果): plain numbers that can be kept, shown and taken along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rongcheng.scale.whatif.measures import Group, Left, Measure


class Bucket(NamedTuple):
    """Residents whose yearly payment changes by an amount within one span, and the sum of it."""

    persons: int
    fen: int


class Undecided(NamedTuple):
    """Why rows were not settled: a reason with its words, and how many under each policy."""

    code: str
    zh: str
    en: str
    before: int
    after: int


class Findings(NamedTuple):
    """What two policies come to over the same visits.

    `divisions` maps each way to divide to its groups, without those that nobody is in; `left` are
    rows outside the comparison by `Left`; `reasons` name why rows were not settled.
    """

    divisions: Mapping[str, tuple[Group, ...]]
    buckets: tuple[Bucket, ...]
    left: tuple[int, ...]
    newly_refused_persons: int
    no_longer_refused_persons: int
    reasons: tuple[Undecided, ...]

    @property
    def whole(self) -> Group:
        """Return all rows together; a comparison of nothing has zeros."""
        groups = self.divisions["all"]
        return groups[0] if groups else Group("all", (0,) * len(Measure))

    @property
    def is_same(self) -> bool:
        """Tell whether the two policies came to the same for every row."""
        whole = self.whole
        moved = [Measure.MORE_PERSONS, Measure.LESS_PERSONS]
        moved += [Measure.NEWLY_REFUSED, Measure.NO_LONGER_REFUSED]
        return (
            not any(whole.of(measure) for measure in moved)
            and whole.of(Measure.FUND_BEFORE) == whole.of(Measure.FUND_AFTER)
            and self.left[Left.UNDECIDED] == 0
        )

    def plain(self) -> dict[str, Any]:
        """Return the findings as JSON data."""
        return {
            "divisions": {
                name: [[group.word, *group.measures] for group in groups]
                for name, groups in self.divisions.items()
            },
            "buckets": [list(bucket) for bucket in self.buckets],
            "left": list(self.left),
            "newly_refused_persons": self.newly_refused_persons,
            "no_longer_refused_persons": self.no_longer_refused_persons,
            "reasons": [list(reason) for reason in self.reasons],
        }


def findings_from_plain(plain: Mapping[str, Any]) -> Findings:
    """Return the findings that `Findings.plain` wrote."""
    return Findings(
        divisions={
            name: tuple(Group(row[0], tuple(row[1:])) for row in rows)
            for name, rows in plain["divisions"].items()
        },
        buckets=tuple(Bucket(*row) for row in plain["buckets"]),
        left=tuple(plain["left"]),
        newly_refused_persons=plain["newly_refused_persons"],
        no_longer_refused_persons=plain["no_longer_refused_persons"],
        reasons=tuple(Undecided(*row) for row in plain["reasons"]),
    )
