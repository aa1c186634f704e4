"""What follows a decision (结果): other rooms hang on here, such as e-certificates.

A hook runs in the transaction of the decision: if it fails, nothing was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rongcheng.foundation.cases.public import Case
from rongcheng.policy.item_types import ItemVersion
from rongcheng.web.actor import Actor

Hook = Callable[[Actor, Case, ItemVersion, Mapping[str, Any]], None]
_hooks: list[Hook] = []


def on_decided(hook: Hook) -> None:
    """Let `hook(actor, case, version, answers)` follow each decision; the same twice counts once.

    `case.granted` says what was decided. Call it from `AppConfig.ready`.
    """
    if hook not in _hooks:
        _hooks.append(hook)


def follow_decision(
    actor: Actor, case: Case, version: ItemVersion, answers: Mapping[str, Any]
) -> None:
    """Run what follows a decision, in the order of registration."""
    for hook in _hooks:
        hook(actor, case, version, answers)
