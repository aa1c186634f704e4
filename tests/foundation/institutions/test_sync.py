"""Institutions follow the published policy: written, changed, delisted, never deleted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytest_django import DjangoAssertNumQueries

from rongcheng.foundation.institutions.public import (
    InstitutionInfo,
    InstitutionUnknown,
    SyncCounts,
    get_institution,
    list_institutions,
    sync_institutions,
)
from rongcheng.policy.types import Institution, Source, Venue

pytestmark = pytest.mark.django_db


class Book:
    """A published policy that knows institutions only."""

    def __init__(
        self,
        *institutions: Institution,
        metro: str = "samplemetro",
        venues: Sequence[Venue] = (),
    ) -> None:
        """Publish these institutions and venues."""
        self.metro = metro
        self._institutions = institutions
        self._venues = venues

    def institutions(self) -> Sequence[Institution]:
        """Return what was published."""
        return self._institutions

    def venues(self) -> Sequence[Venue]:
        """Return the venues that were published."""
        return self._venues

    def pool_of_city(self, city: str) -> str:
        """Return the city's own pool."""
        return city[:4] + "99"


def hospital(serial: int, zh: str = "样例医院", district: str = "430102") -> Institution:
    """Return an invented level-3 hospital."""
    return Institution(
        code=f"H{district}{serial:05d}",
        title={"zh": zh, "en": "Sample Hospital"},
        kind="hospital",
        hosp_lv="2",
        tier="level_3",
        district=district,
        ownership="public",
        direct_settlement=True,
        core="local",
        status="illustrative",
        source=Source("样例机构"),
    )


def park(serial: int, kind: str = "park") -> Venue:
    """Return an invented park."""
    return Venue(
        code=f"V430102{serial:05d}",
        title={"zh": "样例公园", "en": "Sample Park"},
        kind=kind,
        district="430102",
        status="illustrative",
        source=Source("样例机构"),
    )


def test_institutions_are_written_by_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    book = Book(hospital(1), hospital(2, district="430203"))
    with django_assert_num_queries(1):
        assert sync_institutions(book) == SyncCounts(written=2, delisted=0)
    assert get_institution("H43020300002") == InstitutionInfo(
        code="H43020300002",
        metro="samplemetro",
        title_zh="样例医院",
        title_en="Sample Hospital",
        kind="hospital",
        hosp_lv="2",
        tier="level_3",
        city="430200",
        district="430203",
        pool="430299",
        ownership="public",
        direct_settlement=True,
        core="local",
        status="illustrative",
        listed=True,
    )
    assert [i.code for i in list_institutions("samplemetro", city="430100")] == ["H43010200001"]


def test_publishing_the_same_again_writes_nothing() -> None:
    book = Book(hospital(1), hospital(2))
    sync_institutions(book)
    assert sync_institutions(book) == SyncCounts(written=0, delisted=0)


def test_changes_are_written_and_missing_ones_delisted() -> None:
    sync_institutions(Book(hospital(1), hospital(2), hospital(3)))
    sync_institutions(Book(hospital(9, district="510104"), metro="othermetro"))
    counts = sync_institutions(Book(hospital(1), hospital(2, zh="样例新名医院")))
    assert counts == SyncCounts(written=1, delisted=1)
    assert get_institution("H43010200002").title_zh == "样例新名医院"
    assert get_institution("H43010200003").listed is False
    assert [i.code for i in list_institutions("samplemetro")] == ["H43010200001", "H43010200002"]
    assert len(list_institutions("othermetro")) == 1
    assert sync_institutions(Book(hospital(3))) == SyncCounts(written=1, delisted=2)


def test_an_empty_policy_delists_all() -> None:
    sync_institutions(Book(hospital(1)))
    assert sync_institutions(Book()) == SyncCounts(written=0, delisted=1)
    assert list_institutions("samplemetro") == []


def test_an_unknown_institution_is_an_error() -> None:
    with pytest.raises(InstitutionUnknown) as caught:
        get_institution("H00000000000")
    assert "H00000000000" in caught.value.message("zh")


def test_a_park_is_known_but_stands_in_no_list_of_those_that_settle() -> None:
    book = Book(hospital(1), venues=[park(1), park(2, "transit")])
    assert sync_institutions(book) == SyncCounts(written=3, delisted=0)
    assert sync_institutions(book) == SyncCounts(written=0, delisted=0)
    found = get_institution("V43010200001")
    assert (found.kind, found.city, found.tier, found.pool) == ("park", "430100", "", "430199")
    assert (found.is_designated, found.direct_settlement) == (False, False)
    assert [i.code for i in list_institutions("samplemetro")] == ["H43010200001"]
    everyone = list_institutions("samplemetro", city="430100", every_kind=True)
    assert [i.code for i in everyone] == ["H43010200001", "V43010200001", "V43010200002"]
    assert sync_institutions(Book(hospital(1))) == SyncCounts(written=0, delisted=2)
