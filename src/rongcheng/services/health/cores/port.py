"""What an authority's core is asked and answers (核心系统端口): settle, reverse, find.

Two adapters stand behind it: `local`, where our own engine decides, and `remote`, where the pool's
own core does. Every question carries a key that was chosen before it was sent, so it may be asked
again: a core answers a key it holds with its first answer.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.domain.types import LineSplit, SettledAmounts

LOCAL, REMOTE = "local", "remote"


class Order(NamedTuple):
    """What a core is to decide: facts, and each line as the place of care has split it.

    `person` is the opaque insured number; no name and no document number ever travels.
    """

    key: str
    person: str
    facts: CareFacts
    split: tuple[LineSplit, ...]


class Refusal(NamedTuple):
    """One reason why a core refuses: its own code, and what it says in both languages."""

    code: str
    zh: str
    en: str


class CoreAnswer(NamedTuple):
    """What a core decided, in fen; `months` is special-disease use by yyyymm.

    `totals` are the person's running totals after it; `steps` the sum step by step, where the
    core tells it; `edition` its own policy edition. `nothing`: a reversal of a key that the core
    never held, and from now on never will. A refusal carries its reasons and moves no money.
    """

    key: str
    amounts: SettledAmounts
    ratio_ppm: int = 0
    months: tuple[tuple[int, int], ...] = ()
    totals: CareTotals | None = None
    steps: dict[str, int] = {}  # noqa: RUF012 (read only)
    edition: str = ""
    decided_at: str = ""
    nothing: bool = False
    refused: tuple[Refusal, ...] = ()


class NoAnswer(Exception):
    """The core gave no answer that can be used; whether it did what was asked is unknown.

    `why` is a short technical word for the office: timeout, refused, http_500, unreadable.
    """

    def __init__(self, why: str) -> None:
        """Keep what happened."""
        super().__init__(why)
        self.why = why


class KeyRefused(Exception):
    """The core refuses the key itself: `conflict` (another content), `cancelled`, `reversed`."""

    def __init__(self, why: str) -> None:
        """Keep which of them."""
        super().__init__(why)
        self.why = why


class CorePort(Protocol):
    """A pool's core, whoever runs it (核心系统)."""

    def settle(self, order: Order) -> CoreAnswer:
        """Decide and keep; the same key and content again gives the first answer."""

    def reverse(self, key: str, of: str) -> CoreAnswer:
        """Take `of` back under a key of its own; one that never came is barred for ever."""

    def find(self, key: str) -> CoreAnswer | None:
        """Return what is held under a key, or None where nothing is."""
