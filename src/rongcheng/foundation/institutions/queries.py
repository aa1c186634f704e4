"""Reads of institutions (查机构): public facts, visible to everyone."""

from __future__ import annotations

from django.db.models import Q

from rongcheng.foundation.institutions.errors import InstitutionUnknown
from rongcheng.foundation.institutions.models import Institution
from rongcheng.foundation.institutions.types import DESIGNATED, InstitutionInfo
from rongcheng.kernel.errors import shown


def get_institution(code: str) -> InstitutionInfo:
    """Return an institution of any kind, also one that was delisted; raises InstitutionUnknown."""
    row = Institution.objects.filter(code=code).first()
    if row is None:
        raise InstitutionUnknown(institution=shown(code))
    return institution_info(row)


def list_institutions(
    metro: str, *, city: str = "", every_kind: bool = False
) -> list[InstitutionInfo]:
    """Return the listed designated institutions of a metro area or a city, by code.

    `every_kind` adds parks, venues and transit operators, which settle nothing.
    """
    condition = Q(metro=metro, listed=True)
    if not every_kind:
        condition &= Q(kind__in=DESIGNATED)
    if city:
        condition &= Q(city=city)
    return [institution_info(row) for row in Institution.objects.filter(condition).order_by("code")]


def institution_info(row: Institution) -> InstitutionInfo:
    """Return a stored institution as a plain value."""
    return InstitutionInfo(
        code=row.code,
        metro=row.metro,
        title_zh=row.title_zh,
        title_en=row.title_en,
        kind=row.kind,
        hosp_lv=row.hosp_lv,
        tier=row.tier,
        city=row.city,
        district=row.district,
        pool=row.pool,
        ownership=row.ownership,
        direct_settlement=row.direct_settlement,
        core=row.core,
        status=row.status,
        listed=row.listed,
    )
