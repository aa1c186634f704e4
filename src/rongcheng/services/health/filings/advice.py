"""What filing would mean (要不要备案、比例怎么算), by the policy book, before anybody files."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.services.health.assessing.filing_terms import Asked, asked_terms, validity_terms
from rongcheng.services.health.filings.registering import NewFiling, last_day
from rongcheng.web.formats import show_percent
from rongcheng.web.i18n import t
from rongcheng.web.sums import Authority, authority

CARES = ("outpatient", "special", "inpatient")


class CareAdvice(NamedTuple):
    """One kind of care: filing or none, ratio as at home or cut, in a reader's words."""

    care: str
    needed: bool
    filing: str
    ratio: str


class Advice(NamedTuple):
    """What a filing of a category toward a place means: needed at all, cuts, validity, why."""

    needed: bool
    cares: tuple[CareAdvice, ...]
    ends_on: date | None
    for_good: bool
    authorities: tuple[Authority, ...]


def advice_on(book: PolicyBook, insured_pool: str, wanted: NewFiling, lang: Lang) -> Advice | None:
    """Return what a filing would mean from its first day; None where no policy governs the day."""
    on, category = wanted.begins_on, wanted.category
    pools = (insured_pool, wanted.care_pool)
    try:
        asked = {care: asked_terms(book, pools, care, category, on) for care in CARES}
        validity = validity_terms(book, insured_pool, category, on)
        ends_on = last_day(book, insured_pool, wanted)
    except NoPolicyValue:
        return None
    used: list[Resolved] = [value for found in asked.values() for value in found.values.values()]
    used += validity.values.values()
    link = f"?at={insured_pool}&on={on.isoformat()}"
    cited = dict.fromkeys(
        authority(value, lang, href=f"/policy/{book.metro}/{value.key}{link}") for value in used
    )
    return Advice(
        any(found.needed for found in asked.values()),
        tuple(_care(care, found, lang) for care, found in asked.items()),
        ends_on,
        validity.permanent,
        tuple(cited),
    )


def _care(care: str, found: Asked, lang: Lang) -> CareAdvice:
    ratio = "health.filing.ratio_cut" if found.cut_ppm else "health.filing.ratio_whole"
    return CareAdvice(
        t(f"health.filing.care.{care}", lang),
        found.needed,
        t("health.filing.needed" if found.needed else "health.filing.not_needed", lang),
        t(ratio, lang, cut=show_percent(found.cut_ppm).removesuffix("%")),
    )
