"""`rongcheng explain`: why a stored decision was made as it was."""

from __future__ import annotations

from rich.table import Table

from rongcheng.commands.output import OUT, say
from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.runtime.console import chosen_language
from rongcheng.services.health.public import Explanation, explain_decision, record_explained


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
