"""Decides whether a filing covers care away from home (异地就医备案), and which one helps most.

Governed by the day of registration or admission. Readings where the documents are silent are in
ADR 0020. Source: health-settlement sections 1 and 4 (医保发〔2022〕22号, arts. 7, 8 and 16).
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class FilingCategory(IntEnum):
    """Why somebody is treated away from home (备案类别), the best for the resident first."""

    SETTLED = 1
    LIVING = 2
    POSTED = 3
    REFERRED = 4
    EMERGENCY = 5
    OTHER = 6


class FilingReason(IntEnum):
    """Bits of the reason mask of this rule; apart from those of `HealthReason`, so both may join.

    A code never changes its meaning and is never reused: `health.R040` is bit 40.
    """

    FILING_HOLDS = 1 << 40
    FILING_LATE = 1 << 41
    STAY_KEPT = 1 << 42
    KEPT_AFTER_REVOCATION = 1 << 43
    EMERGENCY_DEEMED = 1 << 44
    NO_FILING = 1 << 45
    FILING_EXPIRED = 1 << 46
    FILING_REVOKED = 1 << 47
    FILING_NOT_BEGUN = 1 << 48
    LATE_NOT_COUNTED = 1 << 49


class FilingFacts(NamedTuple):
    """One filing toward the place of care, days as ordinals; 0: no last day, not revoked."""

    category: int
    begins_on: int
    ends_on: int
    registered_on: int
    revoked_on: int


class FilingCare(NamedTuple):
    """The care that is asked about: first day, day of settlement, whether it is an emergency."""

    begun_on: int
    settled_on: int
    emergency: int


class FilingTerms(NamedTuple):
    """What the place of insurance allows: late filings, and a stay that outlasts its filing."""

    late_settles: int
    stay_keeps: int


class FilingChoice(NamedTuple):
    """Which category holds, whether it is filed, the filing's place in the row (-1: none)."""

    category: int
    filed: int
    place: int
    reasons: int


def judge_filing(filing: FilingFacts, care: FilingCare, terms: FilingTerms) -> int:
    """Return the reasons of one filing; it holds exactly if FILING_HOLDS is among them.

    First and last day count. Admitted on the last day and discharged ten days later:

    >>> from datetime import date
    >>> def day(month: int, of_month: int) -> int: return date(2026, month, of_month).toordinal()
    >>> filing = FilingFacts(4, day(1, 5), day(7, 5), day(1, 5), 0)
    >>> mask = judge_filing(filing, FilingCare(day(7, 5), day(7, 15), 0), FilingTerms(1, 1))
    >>> mask == FilingReason.FILING_HOLDS | FilingReason.STAY_KEPT
    True
    """
    if filing.ends_on != 0 and filing.ends_on < care.begun_on:
        return int(FilingReason.FILING_EXPIRED)
    late = filing.begins_on > care.begun_on or filing.registered_on > care.begun_on
    if filing.begins_on > care.settled_on or filing.registered_on > care.settled_on:
        return int(FilingReason.FILING_NOT_BEGUN)
    reasons = int(FilingReason.FILING_HOLDS)
    if late:
        if terms.late_settles == 0:
            return int(FilingReason.LATE_NOT_COUNTED)
        reasons |= int(FilingReason.FILING_LATE)
    if filing.revoked_on != 0 and filing.revoked_on <= care.settled_on:
        # A late filing covered nothing when the care began: it must still stand at settlement.
        if late or filing.revoked_on <= care.begun_on:
            return int(FilingReason.FILING_REVOKED)
        reasons |= int(FilingReason.KEPT_AFTER_REVOCATION)
    if filing.ends_on != 0 and filing.ends_on < care.settled_on:
        if terms.stay_keeps == 0:
            return int(FilingReason.FILING_EXPIRED)
        reasons |= int(FilingReason.STAY_KEPT)
    return reasons


def begin_choice(care: FilingCare) -> FilingChoice:
    """Return what holds before any filing is looked at: an emergency is deemed filed.

    >>> begin_choice(FilingCare(739617, 739617, 1)).category == FilingCategory.EMERGENCY
    True
    """
    if care.emergency == 1:
        deemed = int(FilingReason.EMERGENCY_DEEMED)
        return FilingChoice(int(FilingCategory.EMERGENCY), 1, -1, deemed)
    return FilingChoice(int(FilingCategory.OTHER), 0, -1, int(FilingReason.NO_FILING))


def better_choice(
    choice: FilingChoice, filing: FilingFacts, place: int, care: FilingCare, terms: FilingTerms
) -> FilingChoice:
    """Return the better of what held so far and this filing; the earlier one wins a tie."""
    reasons = judge_filing(filing, care, terms)
    if reasons & int(FilingReason.FILING_HOLDS) == 0:
        if choice.filed == 1:
            return choice
        return FilingChoice(choice.category, 0, choice.place, choice.reasons | reasons)
    if choice.filed == 1 and choice.category <= filing.category:
        return choice
    return FilingChoice(filing.category, 1, place, reasons)


def decide_filing(
    filings: tuple[FilingFacts, ...], care: FilingCare, terms: FilingTerms
) -> FilingChoice:
    """Give the resident the best filing that covers her care; none: category "other", not filed.

    Settled in Changsha for good, and referred there in January: the long-term one counts.

    >>> from datetime import date
    >>> today = date(2026, 3, 2).toordinal()
    >>> settled = FilingFacts(1, today - 400, 0, today - 400, 0)
    >>> referred = FilingFacts(4, today - 40, today + 140, today - 40, 0)
    >>> care = FilingCare(today, today, 0)
    >>> decide_filing((referred, settled), care, FilingTerms(1, 1))[:3]
    (1, 1, 1)
    >>> decide_filing((), care, FilingTerms(1, 1))[:3]
    (6, 0, -1)
    """
    choice = begin_choice(care)
    for place in range(len(filings)):
        choice = better_choice(choice, filings[place], place, care, terms)
    return choice
