"""Grants a special-disease status at home (慢特病认定), honoured in every member city."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.benefits import TWO_DISEASES
from rongcheng.services.health.errors import DiseaseUnknown
from rongcheng.services.health.models import SpecialDiseaseGrant

TWO_DISEASES_LIST = "health.two_diseases.diseases"
"""Parameter of the two diseases, which not every metro area has."""


def grant_special_disease(
    metro: str,
    pool: str,
    psn_no: str,
    scheme: str,
    *,
    disease_code: str,
    begins_on: date,
    ends_on: date | None = None,
) -> None:
    """Record that a person has the status of a special disease from a day; safe to repeat.

    Raises `DiseaseUnknown` unless the disease is on the list of the place of insurance that day.
    """
    check_disease(metro, pool, scheme, disease_code=disease_code, on=begins_on)
    SpecialDiseaseGrant.objects.get_or_create(
        psn_no=psn_no,
        disease_code=disease_code,
        begins_on=begins_on,
        defaults={"ends_on": ends_on},
    )


def disease_names(metro: str, pool: str, scheme: str, on: date) -> dict[str, dict[str, str]]:
    """Return the diseases that a status may be granted for on a day: code, then the titles.

    The special diseases of the place of insurance and, for residents where there is such a
    benefit, the two diseases (两病).
    """
    book = current_book(metro)
    diseases = book.resolve("health.special.diseases", at=pool, on=on, scheme=scheme)
    lists = [diseases.value]
    if scheme == "resident" and book.parameter(TWO_DISEASES_LIST) is not None:
        for word in TWO_DISEASES:
            found = book.layers(TWO_DISEASES_LIST, pool, on, disease=word)
            lists += [layer.value for layer in found[:1]]
    return {
        item.code: {"zh": item.zh, "en": item.en}
        for items in lists
        if isinstance(items, tuple)
        for item in items
    }


def check_disease(metro: str, pool: str, scheme: str, *, disease_code: str, on: date) -> None:
    """Refuse a disease that is not on the list of the place of insurance that day."""
    if disease_code not in disease_names(metro, pool, scheme, on):
        raise DiseaseUnknown(disease=disease_code, pool=pool)
