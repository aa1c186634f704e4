"""Our own engine as a core (本地核心): decides by the policy book, keeps in our own tables.

Beside a remote core it computes the same order again: that is the check of every answer.
"""

from __future__ import annotations

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.facts import CareTotals
from rongcheng.services.health.cores.engine import decide_order
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.errors import SettlementUnknown
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.queries import amounts_of_row


class LocalCore:
    """The engine with one person's totals of this moment."""

    def __init__(self, book: PolicyBook, totals: CareTotals) -> None:
        """Take the book that decides and the totals that it starts from."""
        self._book = book
        self._totals = totals

    def settle(self, order: Order) -> CoreAnswer:
        """Decide; keeping it is the business of the recording transaction."""
        return decide_order(order, self._book, self._totals)

    def reverse(self, key: str, of: str) -> CoreAnswer:
        """Return the negative of a settlement that stands in our tables."""
        row = Settlement.objects.filter(setl_id=of).first()
        if row is None:
            raise SettlementUnknown(setl_id=of)
        months = tuple((month, -used) for month, used in row.months)
        return CoreAnswer(key, negate_amounts(amounts_of_row(row)), row.ratio_ppm, months)

    def find(self, key: str) -> CoreAnswer | None:
        """Return what our tables hold under a settlement's number."""
        row = Settlement.objects.filter(setl_id=key).first()
        if row is None:
            return None
        months = tuple((month, used) for month, used in row.months)
        return CoreAnswer(key, amounts_of_row(row), row.ratio_ppm, months)
