"""Puts the filing that counts into the facts of a decision (备案事实): category, filed, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.benefits import EMERGENCIES, care_word
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.services.health.assessing.filing_terms import (
    FilingOnRecord,
    FilingQuestion,
    choose_filing,
)


def with_filing(
    facts: CareFacts,
    book: PolicyBook,
    filings: Sequence[FilingOnRecord],
    *,
    emergency: bool = False,
) -> CareFacts:
    """Return the facts with the category of the filing that helps the resident most.

    Its reasons join the decision where a filing counted, or where one was needed and none did.
    """
    if facts.insured_pool == facts.care_pool:
        return facts
    question = FilingQuestion(
        facts.insured_pool,
        facts.care_pool,
        care_word(facts),
        facts.begun_on or facts.settled_on,
        facts.settled_on,
        emergency or facts.kind in EMERGENCIES,
    )
    outcome = choose_filing(book, filings, question)
    told = outcome.filed or outcome.needed
    return replace(
        facts,
        category=outcome.category,
        filed=outcome.filed,
        filing_no=outcome.filing_no,
        filing_reasons=outcome.reasons if told else 0,
    )
