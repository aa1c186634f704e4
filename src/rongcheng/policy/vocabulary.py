"""The fixed words of policy (政策词汇): units, layers, dimensions and grades that a pack may use.

A word that is not here is refused with its file and line. Sources: dictionary `hosp_lv` of the
Hunan interface specification V1.1.27; categories of off-site care of 医保发〔2022〕22号.
"""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN, PPM


class Unit(NamedTuple):
    """A unit of values: its names and the greatest whole number it allows (0: not a number)."""

    zh: str
    en: str
    high: int


UNITS: dict[str, Unit] = {
    "fen": Unit("分", "fen", MAX_FEN),
    "ppm": Unit("百万分之一", "parts per million", PPM),
    "flag": Unit("是否", "yes or no", 0),
    "count": Unit("个数", "a count", 1_000_000_000),
    "days": Unit("天", "days", 36_525),
    "months": Unit("月", "months", 1_200),
    "text": Unit("文字", "text", 0),
    "list": Unit("列表", "list", 0),
}

# Strongest possible first; each parameter declares its own order among them.
LAYERS: dict[str, tuple[str, str]] = {
    "agreement": ("协议", "agreement"),
    "pool": ("统筹区", "pooling area"),
    "city": ("市", "city"),
    "province": ("省", "province"),
    "nation": ("国家", "nation"),
}
NATION = "000000"

STATUSES: dict[str, tuple[str, str]] = {
    "verified": ("已核对官方原文", "read in the official text"),
    "secondary": ("二手资料", "read in a secondary source"),
    "illustrative": ("样例值", "sample value"),
}

TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "scheme": ("employee", "resident"),
    "standing": ("in_service", "retired", "adult", "senior", "student", "child"),
    "tier": TIERS,
    "category": ("settled", "living", "posted", "referred", "emergency", "other"),
    "care": ("outpatient", "special", "inpatient", "maternity", "emergency"),
}
ANY = "*"

_THIRD = ("level_3", "provincial")
_SECOND = ("level_2",)
_FIRST = ("primary", "level_1")
# Codes of the dictionary hosp_lv and the tiers of benefit that may go with each. "None" (11)
# counts as level 1 or as primary: township and community centres are often ungraded.
TIERS_OF_LEVEL: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("1", "2", "3", "4", "12"), _THIRD),
    **dict.fromkeys(("5", "6", "7", "13"), _SECOND),
    **dict.fromkeys(("8", "9", "10", "14", "11"), _FIRST),
}
LETTER_OF_KIND = {
    "hospital": "H",
    "community": "H",
    "clinic": "H",
    "campus": "H",
    "pharmacy": "P",
}
# Places that settle nothing: parks, venues and transit read the one code, a bureau (a city's centre
# of government services) reads e-certificates. Their codes are the project's own.
VENUE_KINDS = ("park", "venue", "transit", "bureau")
VENUE_LETTER = "V"

# Where a class B line has no prepaid share of its own, this parameter of the place of care holds.
CLASS_B_PREPAY = "health.catalogue.class_b_prepay"

# How an app may sign what it says of a person (RFC 7518, 3.1): keys that it alone holds, never a
# secret that we hold as well, never nothing.
SIGNATURES = ("ES256", "ES384", "PS256", "RS256")
