"""Why? (为什么？): a decision shown as a short sum, each step with its parameter and document.

A service builds `Step`s from its rule's intermediate values and the policy book's `Resolved`; the
component `components/sum.html` draws them in place or on a page of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rongcheng.policy.book import Resolved
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import pick, t

# Signs that a step may carry: what happens to the running amount.
SIGNS = ("", "+", "−", "×", "=")


@dataclass(frozen=True)
class Authority:
    """The policy value behind a step: its title, value, layer, document, day and status."""

    title: str
    value: str
    layer: str
    document: str
    number: str
    issued_on: str
    since: date
    status: str
    href: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the sum. `sign` is one of `SIGNS`; a line with `=` is a result and stands out.

    `amount_fen` may be None for a line that only says which rate or rule applies; `shown` then
    says it in words.
    """

    label: str
    amount_fen: int | None = None
    sign: str = ""
    shown: str = ""
    note: str = ""
    authorities: tuple[Authority, ...] = ()

    @property
    def is_result(self) -> bool:
        """Return whether the line is a total."""
        return self.sign == "="


@dataclass(frozen=True)
class SampleNote:
    """How many of the parameters used are sample values, and which."""

    used: int
    samples: tuple[Authority, ...]

    @property
    def count(self) -> int:
        """Return the number of sample values."""
        return len(self.samples)


def authority(value: Resolved, lang: str, href: str = "") -> Authority:
    """Describe a policy value for a reader, as a step's authority."""
    return Authority(
        title=pick(value.title, lang),
        value=show_value(value.value, value.unit, lang),
        layer=t(f"web.layer.{value.layer}", lang),
        document=value.source.document,
        number=value.source.number or "",
        issued_on=value.source.issued_on or "",
        since=value.since,
        status=value.status,
        href=href,
    )


def sample_note(steps: Sequence[Step]) -> SampleNote:
    """Count the distinct parameters behind the steps and name those with sample values."""
    used = dict.fromkeys(item for step in steps for item in step.authorities)
    return SampleNote(len(used), tuple(item for item in used if item.status == "illustrative"))
