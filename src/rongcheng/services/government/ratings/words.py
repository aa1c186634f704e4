"""The grades in words (评价等级用语)."""

from __future__ import annotations

from rongcheng.services.government.domain.ratings import Grade

GRADES: dict[Grade, tuple[str, str]] = {
    Grade.VERY_SATISFIED: ("非常满意", "very satisfied"),
    Grade.SATISFIED: ("满意", "satisfied"),
    Grade.BASICALLY_SATISFIED: ("基本满意", "basically satisfied"),
    Grade.DISSATISFIED: ("不满意", "dissatisfied"),
    Grade.VERY_DISSATISFIED: ("非常不满意", "very dissatisfied"),
}
"""The five grades in words, as annex A.8 of GB/T 39046-2020 has them."""
