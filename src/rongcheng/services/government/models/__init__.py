"""What the government room itself keeps (政务通办的表); cases lie in a room of the foundation."""

from rongcheng.services.government.models.item_drafts import (
    DraftKind,
    DraftState,
    ItemDraft,
    ItemDraftStep,
)
from rongcheng.services.government.models.ratings import (
    FollowUp,
    FollowUpStep,
    Rating,
    RatingCode,
    RatingTally,
)
from rongcheng.services.government.models.warnings import CaseWarning

__all__ = [
    "CaseWarning",
    "DraftKind",
    "DraftState",
    "FollowUp",
    "FollowUpStep",
    "ItemDraft",
    "ItemDraftStep",
    "Rating",
    "RatingCode",
    "RatingTally",
]
