"""What the back office does after every step (步骤之后): letters, calls, who has it next."""

from __future__ import annotations

from rongcheng.foundation.cases.public import Case, CaseStep
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.backoffice.assigning import return_to_officer, take_by_working
from rongcheng.services.government.backoffice.calling import end_all_calls
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.letters.sending import send_letter


def follow_up(book: PolicyBook, case: Case, step: CaseStep) -> None:
    """Send the step's letter; whoever worked on what nobody had keeps it, until it is decided.

    Runs in the step's transaction: without its letter no step is made.
    """
    send_letter(book, case, step)
    take_by_working(case, step)
    if step.part is None and step.event == CaseEvent.DECIDE:
        return_to_officer(case)
    if not case.is_open:
        end_all_calls(case)
