"""The second door of the health room (纯规则入口): its rules and words, without any database.

For a core system that decides by the same rules in a process of its own. `public` leads to the
tables; nothing here does.
"""

from __future__ import annotations

from rongcheng.services.health.assessing.counting import Counted, add_counted
from rongcheng.services.health.assessing.facts import CareTotals, births_of
from rongcheng.services.health.batch.settling import BATCH_FAULTS, FIRST_REFUSAL, BatchPolicy
from rongcheng.services.health.columns import VISIT_FILE, Kind
from rongcheng.services.health.cores.engine import counted_in, decide_order, refusals_of
from rongcheng.services.health.cores.messages import (
    FIND,
    MAX_BYTES,
    REVERSE,
    SETTLE,
    answer_from_json,
    answer_to_json,
    order_from_json,
)
from rongcheng.services.health.cores.port import CoreAnswer, NoAnswer, Order, Refusal
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.domain.pregnancies import next_prenatal
from rongcheng.services.health.domain.types import CareKind, SettledAmounts

__all__ = [
    "BATCH_FAULTS",
    "FIND",
    "FIRST_REFUSAL",
    "MAX_BYTES",
    "REVERSE",
    "SETTLE",
    "VISIT_FILE",
    "BatchPolicy",
    "CareKind",
    "CareTotals",
    "CoreAnswer",
    "Counted",
    "Kind",
    "NoAnswer",
    "Order",
    "Refusal",
    "SettledAmounts",
    "add_counted",
    "answer_from_json",
    "answer_to_json",
    "births_of",
    "counted_in",
    "decide_order",
    "negate_amounts",
    "next_prenatal",
    "order_from_json",
    "refusals_of",
]
