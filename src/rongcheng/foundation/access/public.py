"""The one door of access records and consent (访问记录与同意对外接口).

To know first: every request that shows personal data calls `record_access` once, with all persons
that it showed, in the transaction that reads them. What residents read starts from
`records_about`, which leaves out what is withheld by law for a time. What may be shown only with
consent asks `has_consent` each time, and keeps no answer of it.
"""

from __future__ import annotations

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.anchor import Anchor
from rongcheng.foundation.access.consenting import (
    ConsentInfo,
    ConsentSubject,
    ConsentWish,
    CounterPaper,
    Duration,
    consent_history,
    end_consent,
    give_consent,
    has_consent,
    list_consents,
)
from rongcheng.foundation.access.consents import (
    ConsentMatter,
    consent_limits,
    consent_matters,
    needs_consent,
)
from rongcheng.foundation.access.errors import (
    ConsentNeedsGuardian,
    ConsentNotYours,
    ConsentPaperMissing,
    ConsentUnknown,
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
    entrusted_basis,
    limits,
    own_basis,
    purpose_of,
    purposes_by_basis,
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
from rongcheng.foundation.access.recipients import Recipient, recipients
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
    "ConsentInfo",
    "ConsentMatter",
    "ConsentNeedsGuardian",
    "ConsentNotYours",
    "ConsentPaperMissing",
    "ConsentSubject",
    "ConsentUnknown",
    "ConsentWish",
    "CounterPaper",
    "Duration",
    "EntryUnknown",
    "KindUnknown",
    "Looker",
    "Purpose",
    "PurposeUnknown",
    "QuestionUnknown",
    "Recipient",
    "WithholdingInvalid",
    "WithholdingOrder",
    "answer_question",
    "applications",
    "ask_about",
    "chain_end",
    "chain_needs_version",
    "confirm_withholding",
    "consent_history",
    "consent_limits",
    "consent_matters",
    "data_kinds",
    "each_record_about",
    "end_consent",
    "entrusted_basis",
    "give_consent",
    "has_consent",
    "lift_withholding",
    "limits",
    "list_consents",
    "list_lookers",
    "list_questions",
    "list_withholdings",
    "may_answer",
    "needs_consent",
    "order_withholding",
    "own_basis",
    "past_withholdings",
    "purpose_of",
    "purposes_by_basis",
    "questions_of",
    "recipients",
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
