"""The door of the government room (政务通办): apply, hand over, work on a case, follow it.

Items, agreements and delegated powers themselves are read from the policy book
(`book.government`). `open_case`, `submit_case`, `take_step` and `take_part_step` write; each takes
a token that marks the wish, so that the same again changes nothing. Cases are read through
`foundation.cases`.
"""

from __future__ import annotations

from rongcheng.services.government.applying.bundle_cases import (
    NewBundle,
    cases_of_bundle,
    hand_in_for_bundle,
    open_bundle,
    save_bundle,
    submit_bundle,
)
from rongcheng.services.government.applying.drafting import (
    CHANNEL_COMPUTER,
    CHANNEL_COUNTER,
    CHANNEL_PHONE,
    NewCase,
    hand_in_materials,
    open_case,
    save_draft,
    take_back_material,
)
from rongcheng.services.government.applying.submitting import (
    IDENTITY_CHECKS,
    Submission,
    submit_case,
)
from rongcheng.services.government.backoffice.distributing import distribute_everywhere
from rongcheng.services.government.case_errors import RouteRefused
from rongcheng.services.government.certificates.of_cases import (
    certificates_of_case,
    licences_for,
    licences_in_case,
    use_licences,
)
from rongcheng.services.government.clock.times import CaseClock, clock_of
from rongcheng.services.government.clock.words import clock_lines, item_name, place_name
from rongcheng.services.government.competence.placing import place_open_cases
from rongcheng.services.government.competence.routing import Ask, Authority, RoutedCase, route_case
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
from rongcheng.services.government.forms.answers import (
    AnswerFault,
    list_answer_faults,
    list_missing_materials,
    list_needed_materials,
)
from rongcheng.services.government.forms.bundles import OneForm, answers_by_item, one_form
from rongcheng.services.government.handling.joining import (
    PART_EVENTS,
    PART_STATES,
    take_part_step,
)
from rongcheng.services.government.handling.moving import move, words_of
from rongcheng.services.government.handling.results import on_decided
from rongcheng.services.government.handling.stepping import Step, allowed_events, take_step
from rongcheng.services.government.materials.keeping import (
    CASE_FILES,
    files_by_material,
    keep_bundle_materials,
    keep_materials,
    limits_of_case,
    take_back_file,
)
from rongcheng.services.government.posting.addresses import PostAddress
from rongcheng.services.government.ratings.codes import code_for, rate_by_code
from rongcheng.services.government.ratings.giving import Said, Wish, rate_case, rating_of
from rongcheng.services.government.terms import DeadlineTerms, deadline_terms

__all__ = [
    "CASE_FILES",
    "CHANNEL_COMPUTER",
    "CHANNEL_COUNTER",
    "CHANNEL_PHONE",
    "IDENTITY_CHECKS",
    "PART_EVENTS",
    "PART_STATES",
    "Alert",
    "AnswerFault",
    "Ask",
    "Authority",
    "Capacity",
    "CaseClock",
    "CaseEvent",
    "CaseState",
    "Clock",
    "DeadlineTerms",
    "EventRefused",
    "Limit",
    "LimitUnit",
    "NewBundle",
    "NewCase",
    "OneForm",
    "Pause",
    "PauseGround",
    "PostAddress",
    "RouteRefused",
    "RoutedCase",
    "Said",
    "Step",
    "Submission",
    "Wish",
    "allowed_events",
    "answers_by_item",
    "cases_of_bundle",
    "certificates_of_case",
    "clock_lines",
    "clock_of",
    "code_for",
    "compute_clock",
    "deadline_terms",
    "decide_alert",
    "distribute_everywhere",
    "files_by_material",
    "hand_in_for_bundle",
    "hand_in_materials",
    "item_name",
    "keep_bundle_materials",
    "keep_materials",
    "licences_for",
    "licences_in_case",
    "limits_of_case",
    "list_answer_faults",
    "list_missing_materials",
    "list_needed_materials",
    "move",
    "on_decided",
    "one_form",
    "open_bundle",
    "open_case",
    "place_name",
    "place_open_cases",
    "rate_by_code",
    "rate_case",
    "rating_of",
    "route_case",
    "save_bundle",
    "save_draft",
    "submit_bundle",
    "submit_case",
    "take_back_file",
    "take_back_material",
    "take_part_step",
    "take_step",
    "use_licences",
    "words_of",
]
