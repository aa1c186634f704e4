"""The one door of cases (办件对外接口).

To know first: a service that owns a kind of application keeps its own table of states and events;
it locks the case, decides, and writes the step, whose turn it is, and its columns in one
transaction. What staff and residents see starts from `visible_cases(actor)`.
"""

from __future__ import annotations

from rongcheng.foundation.cases.errors import CaseConflict, CaseUnknown, NoteEmpty, ReasonMissing
from rongcheng.foundation.cases.filters import ROLES
from rongcheng.foundation.cases.keeping import (
    add_desks,
    call_in,
    checked_reason,
    done_before,
    end_call,
    hand_in,
    insert_case,
    keep_answers,
    locked_case,
    set_turns,
    take_back,
    write_note,
    write_step,
)
from rongcheng.foundation.cases.models import (
    Case,
    CaseAnswers,
    CaseDesk,
    CaseMaterial,
    CaseNote,
    CasePart,
    CasePause,
    CaseStep,
    CaseTurn,
)
from rongcheng.foundation.cases.queries import (
    answers_of,
    get_case,
    list_cases,
    materials_of,
    notes_of,
    parts_of,
    pauses_of,
    steps_of,
    visible_cases,
    visible_turns,
)
from rongcheng.foundation.cases.sealing import seal_draft
from rongcheng.foundation.cases.types import WHOLE, Handed, NewStep, Turn, Wanted

__all__ = [
    "ROLES",
    "WHOLE",
    "Case",
    "CaseAnswers",
    "CaseConflict",
    "CaseDesk",
    "CaseMaterial",
    "CaseNote",
    "CasePart",
    "CasePause",
    "CaseStep",
    "CaseTurn",
    "CaseUnknown",
    "Handed",
    "NewStep",
    "NoteEmpty",
    "ReasonMissing",
    "Turn",
    "Wanted",
    "add_desks",
    "answers_of",
    "call_in",
    "checked_reason",
    "done_before",
    "end_call",
    "get_case",
    "hand_in",
    "insert_case",
    "keep_answers",
    "list_cases",
    "locked_case",
    "materials_of",
    "notes_of",
    "parts_of",
    "pauses_of",
    "seal_draft",
    "set_turns",
    "steps_of",
    "take_back",
    "visible_cases",
    "visible_turns",
    "write_note",
    "write_step",
]
