"""Fills the lines of a certificate (填写证照) from what was answered, by the register of kinds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from rongcheng.foundation.certificates.claims import Filled, Words
from rongcheng.foundation.certificates.errors import FieldNotFilled
from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.policy.certificate_types import CertificateKind, Validity

_MONTHS_OF_YEAR = 12


def fill_fields(kind: CertificateKind, facts: Mapping[str, Words]) -> tuple[Filled, ...]:
    """Return the lines of a certificate, each filled with the first of its sources that is there.

    What is optional and unanswered is left out. Raises FieldNotFilled, and ClearIdNumber where a
    value holds an ID number unmasked: a certificate never does.
    """
    filled = []
    for field in kind.fields:
        answered = (facts[word] for word in field.takes if word in facts)
        value = next((words for words in answered if words.zh), None)
        if value is None and field.optional:
            continue
        if value is None:
            raise FieldNotFilled(
                title=kind.title["zh"],
                title_en=kind.title["en"],
                field=field.title["zh"],
                field_en=field.title["en"],
            )
        refuse_id_numbers(list(value), "certificate")
        filled.append(Filled(field.name, Words(field.title["zh"], field.title["en"]), value))
    return tuple(filled)


def last_day(first: date, validity: Validity | None) -> date | None:
    """Return the last day of a certificate that holds from a day on, None if it has no end.

    >>> from datetime import date
    >>> last_day(date(2026, 3, 2), Validity(10, "years")), last_day(date(2026, 3, 2), None)
    (datetime.date(2036, 3, 1), None)
    >>> last_day(date(2024, 2, 29), Validity(1, "years"))
    datetime.date(2025, 2, 28)
    >>> last_day(date(2026, 3, 2), Validity(90, "days"))
    datetime.date(2026, 5, 30)
    """
    if validity is None:
        return None
    if validity.unit == "days":
        return first + timedelta(days=validity.number - 1)
    months = validity.number * (_MONTHS_OF_YEAR if validity.unit == "years" else 1)
    year, month = divmod(first.year * _MONTHS_OF_YEAR + first.month - 1 + months, _MONTHS_OF_YEAR)
    length = monthrange(year, month + 1)[1]
    # From 29 February a year later there is no such day: it holds to the end of the month.
    if first.day > length and validity.unit == "years":
        return date(year, month + 1, length)
    return date(year, month + 1, min(first.day, length)) - timedelta(days=1)
