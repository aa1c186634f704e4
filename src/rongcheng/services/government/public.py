"""The door of the government room (政务通办): who decides, by when, what is missing, what next.

Items, agreements and delegated powers themselves are read from the policy book
(`book.government`). Everything here is pure: the day is an argument, nothing is stored.
"""

from __future__ import annotations

from rongcheng.services.government.answers import (
    AnswerFault,
    list_answer_faults,
    list_missing_materials,
    list_needed_materials,
)
from rongcheng.services.government.bundles import OneForm, answers_by_item, one_form
from rongcheng.services.government.domain.deadlines import (
    Alert,
    Clock,
    Limit,
    LimitUnit,
    Pause,
    PauseGround,
    compute_clock,
    decide_alert,
)
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.errors import EventRefused
from rongcheng.services.government.moving import move, words_of
from rongcheng.services.government.routing import Ask, Authority, RoutedCase, route_case
from rongcheng.services.government.terms import DeadlineTerms, deadline_terms

__all__ = [
    "Alert",
    "AnswerFault",
    "Ask",
    "Authority",
    "Capacity",
    "CaseEvent",
    "CaseState",
    "Clock",
    "DeadlineTerms",
    "EventRefused",
    "Limit",
    "LimitUnit",
    "OneForm",
    "Pause",
    "PauseGround",
    "RoutedCase",
    "answers_by_item",
    "compute_clock",
    "deadline_terms",
    "decide_alert",
    "list_answer_faults",
    "list_missing_materials",
    "list_needed_materials",
    "move",
    "one_form",
    "route_case",
    "words_of",
]
