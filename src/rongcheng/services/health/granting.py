"""Grants a special-disease status at home (慢特病认定), honoured in every member city."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.editions import current_book
from rongcheng.services.health.errors import DiseaseUnknown
from rongcheng.services.health.models import SpecialDiseaseGrant


def grant_special_disease(
    metro: str, pool: str, psn_no: str, scheme: str, *, disease_code: str, begins_on: date
) -> None:
    """Record that a person has the status of a special disease from a day; safe to repeat.

    Raises `DiseaseUnknown` unless the disease is on the list of the place of insurance that day.
    """
    diseases = current_book(metro).resolve(
        "health.special.diseases", at=pool, on=begins_on, scheme=scheme
    )
    known = {item.code for item in diseases.value}  # type: ignore[union-attr]
    if disease_code not in known:
        raise DiseaseUnknown(disease=disease_code, pool=pool)
    SpecialDiseaseGrant.objects.get_or_create(
        psn_no=psn_no, disease_code=disease_code, begins_on=begins_on
    )
