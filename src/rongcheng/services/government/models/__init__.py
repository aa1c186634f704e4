"""What the government room itself keeps (政务通办的表); cases lie in a room of the foundation."""

from rongcheng.services.government.models.item_drafts import DraftState, ItemDraft, ItemDraftStep

__all__ = ["DraftState", "ItemDraft", "ItemDraftStep"]
