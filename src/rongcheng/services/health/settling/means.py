"""From recognised identities to the word that policy asks for (困难身份): destitute and so on.

Source: dictionary psn_idet_type of the interface; the policy dimension `means`. That "three-nos"
count as destitute and registered poor as low income is a reading of this project (ADR 0020).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Means = Literal["ordinary", "destitute", "minimum_income", "low_income"]

STRONGEST_FIRST: tuple[Means, ...] = ("destitute", "minimum_income", "low_income")
IDENTITIES: dict[str, tuple[str, Means]] = {
    "2301": ("三无人员", "destitute"),
    "2302": ("建档立卡贫困人口", "low_income"),
    "2303": ("最低生活保障对象", "minimum_income"),
    "2304": ("特困人员", "destitute"),
    "2305": ("低收入家庭人员", "low_income"),
}
"""Identities that change what the funds pay, with name and word of policy."""


def means_of(identity_types: Iterable[str]) -> Means:
    """Return the strongest word of policy for somebody with these identities.

    >>> means_of(["2305", "2304"]), means_of(["2308"]), means_of([])
    ('destitute', 'ordinary', 'ordinary')
    """
    held = {IDENTITIES[code][1] for code in identity_types if code in IDENTITIES}
    return next((means for means in STRONGEST_FIRST if means in held), "ordinary")
