"""`rongcheng explain` and `rongcheng verify`: why it was so, and whether all stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rich.table import Table

from rongcheng.commands.access import access_faults
from rongcheng.commands.output import OUT, say
from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.runtime.console import chosen_language, line
from rongcheng.services.health.public import (
    Explanation,
    explain_decision,
    record_explained,
    verify_decisions,
)


def explain_record(decision_id: str) -> int:
    """Print the sum behind a stored decision: each step with its value and document."""
    language = chosen_language()
    explained = explain_decision(decision_id, language)
    record_explained(decision_id)
    _print_explanation(explained, language)
    return 0


def _print_explanation(explanation: Explanation, language: Lang) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for step in explanation.steps:
        amount = step.shown if step.amount_fen is None else display_yuan(step.amount_fen)
        grounds = "; ".join(f"{a.title} {a.value} ({a.document})" for a in step.authorities)
        table.add_row(step.label, f"{step.sign} {amount}".strip(), grounds or step.note)
    OUT.print(table)
    for reason in explanation.reasons:
        say(f"{reason.code} {reason.message(language)}")


def verify_records(anchor: str = "") -> int:
    """Check ledger, decisions and access records; print every fault; 1 if there is any."""
    count = 0
    for words in itertools.chain(_ledger_faults(), _decision_faults(), access_faults(anchor)):
        count += 1
        say(words)
    say(line("verified") if count == 0 else line("faults", count=count))
    return 1 if count else 0


def _ledger_faults() -> Iterator[str]:
    for fault in verify_ledger():
        text = fault.zh if chosen_language() == "zh" else fault.en
        yield f"{fault.code} {fault.reference}: {text}"


def _decision_faults() -> Iterator[str]:
    for fault in verify_decisions():
        text = fault.zh if chosen_language() == "zh" else fault.en
        yield f"{fault.code} {fault.decision_id}: {text}"
