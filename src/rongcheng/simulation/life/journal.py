"""What happened on the invented days (模拟日志): counts and money, the same whoever played them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rongcheng.services.health.public import Settled

_LAYERS = (
    ("large_fen", "310300"),
    ("catastrophic_fen", "390200"),
    ("civil_servant_fen", "320100"),
    ("assistance_fen", "610100"),
)
"""Layers above the pool and the funds that pay them (dictionary fund_pay_type)."""


@dataclass
class Journal:
    """Counts of acts and refusals, and money in fen by fund and by what people paid."""

    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    money: Counter[str] = field(default_factory=Counter)
    settled: int = 0

    def note(self, act: str, outcome: str = "done") -> None:
        """Count an act that was done, or repeated what was done before."""
        self.acts[act, outcome] += 1

    def refuse(self, act: str, code: str) -> None:
        """Count an act that was refused, by the code of its reason."""
        self.acts[act, "refused"] += 1
        self.refused[code, act] += 1

    def settle(self, act: str, settled: Settled) -> None:
        """Count a settlement with its money; the first answer given again moves none."""
        self.note(act, "repeated" if settled.replayed else "done")
        if settled.replayed:
            return
        self.settled += 1
        self.kinds[settled.med_type] += 1
        amounts = settled.amounts
        self.money["total"] += amounts.total_fen
        self.money[settled.fund_type] += amounts.pool_fen
        for name, fund in _LAYERS:
            self.money[fund] += getattr(amounts, name)
        self.money["account"] += amounts.account_fen
        self.money["cash"] += amounts.cash_fen

    def add(self, other: Journal) -> None:
        """Take in what another process noted."""
        self.acts.update(other.acts)
        self.refused.update(other.refused)
        self.kinds.update(other.kinds)
        self.money.update(other.money)
        self.settled += other.settled
