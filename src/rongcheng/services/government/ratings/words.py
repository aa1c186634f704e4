"""The grades in words (评价等级用语)."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.services.government.domain.ratings import Grade

GRADES: dict[Grade, tuple[str, str]] = {
    Grade.VERY_SATISFIED: ("非常满意", "very satisfied"),
    Grade.SATISFIED: ("满意", "satisfied"),
    Grade.BASICALLY_SATISFIED: ("基本满意", "basically satisfied"),
    Grade.DISSATISFIED: ("不满意", "dissatisfied"),
    Grade.VERY_DISSATISFIED: ("非常不满意", "very dissatisfied"),
}
"""The five grades in words, as annex A.8 of GB/T 39046-2020 has them."""
REASONS: dict[str, tuple[str, str]] = {
    "slow": ("等得太久", "it took too long"),
    "trips": ("跑了好几趟", "I had to come several times"),
    "unclear": ("没有一次说清楚", "it was not explained at once"),
    "papers": ("多要了材料", "more papers were asked for than said"),
    "manner": ("态度不好", "people were unfriendly"),
}
"""What somebody may tick who is not satisfied: a sample list, no official one was found."""


def with_reasons(ticked: Iterable[str], text: str, *, is_english: bool) -> str:
    """Return the ticked reasons, in the words in which they were shown, before what was written.

    >>> with_reasons(["slow", "trips", "nonsense"], "等了一上午", is_english=False)
    '等得太久；跑了好几趟。等了一上午'
    """
    known = set(ticked)
    words = [pair[is_english] for key, pair in REASONS.items() if key in known]
    if not words:
        return text
    said = "; ".join(words) + ". " if is_english else "；".join(words) + "。"
    return (said + text).strip()
