"""The one door of access records (访问记录对外接口).

To know first: every request that shows personal data calls `record_access` once, with all persons
that it showed, in the transaction that reads them. What residents read starts from
`records_about`, which leaves out what is withheld by law for a time.
"""

from __future__ import annotations

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.anchor import Anchor
from rongcheng.foundation.access.errors import (
    EntryUnknown,
    KindUnknown,
    PurposeUnknown,
    QuestionUnknown,
    WithholdingInvalid,
)
from rongcheng.foundation.access.purposes import (
    Purpose,
    applications,
    data_kinds,
    limits,
    own_basis,
    purpose_of,
    stored_purposes,
    withholding_bases,
)
from rongcheng.foundation.access.queries import (
    each_record_about,
    list_lookers,
    records_about,
)
from rongcheng.foundation.access.questions import (
    answer_question,
    ask_about,
    list_questions,
    may_answer,
    questions_of,
    record_questions_look,
    state_of_question,
)
from rongcheng.foundation.access.sealing import seal_records
from rongcheng.foundation.access.types import AccessInfo, Looker
from rongcheng.foundation.access.verify import (
    AccessFault,
    chain_end,
    chain_needs_version,
    verify_access,
)
from rongcheng.foundation.access.withholding import (
    WithholdingOrder,
    confirm_withholding,
    lift_withholding,
    list_withholdings,
    order_withholding,
    past_withholdings,
    state_of,
)

__all__ = [
    "AccessFault",
    "AccessInfo",
    "Anchor",
    "EntryUnknown",
    "KindUnknown",
    "Looker",
    "Purpose",
    "PurposeUnknown",
    "QuestionUnknown",
    "WithholdingInvalid",
    "WithholdingOrder",
    "answer_question",
    "applications",
    "ask_about",
    "chain_end",
    "chain_needs_version",
    "confirm_withholding",
    "data_kinds",
    "each_record_about",
    "lift_withholding",
    "limits",
    "list_lookers",
    "list_questions",
    "list_withholdings",
    "may_answer",
    "order_withholding",
    "own_basis",
    "past_withholdings",
    "purpose_of",
    "questions_of",
    "record_access",
    "record_questions_look",
    "records_about",
    "seal_records",
    "state_of",
    "state_of_question",
    "stored_purposes",
    "verify_access",
    "withholding_bases",
]
