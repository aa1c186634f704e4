"""What follows a step or a decision (后续): other parts hang on here, such as e-certificates.

A hook runs in the transaction of the step: if it fails, nothing was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rongcheng.foundation.cases.public import Case, CaseStep
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion
from rongcheng.web.actor import Actor

Hook = Callable[[Actor, Case, ItemVersion, Mapping[str, Any]], None]
_hooks: list[Hook] = []
StepHook = Callable[[PolicyBook, Case, CaseStep], None]
_step_hooks: list[StepHook] = []


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


def on_step(hook: StepHook) -> None:
    """Let `hook(book, case, step)` follow each step, once it is written; twice counts once.

    Call it from `AppConfig.ready`.
    """
    if hook not in _step_hooks:
        _step_hooks.append(hook)


def follow_step(book: PolicyBook, case: Case, step: CaseStep) -> None:
    """Run what follows a step, in the order of registration."""
    for hook in _step_hooks:
        hook(book, case, step)
