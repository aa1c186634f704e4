"""No fund pays above its caps (封顶): asked from the policy books anew, for each new settlement."""

from __future__ import annotations

from datetime import date
from functools import cache

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.pack import Pack
from tests.services.health.random_runs.model import INPATIENT, Made
from tests.services.health.random_runs.town import Town

MONTH = "health.special.limit_month"
YEARS = (
    ("outpatient_fen", "health.outpatient.cap_year", ("11", "13")),
    ("basic_fen", "health.basic.cap_year", ("14", *INPATIENT)),
)


def check_caps(town: Town, new: set[str]) -> None:
    """Check that no settlement brought a year or a month above what any edition allows."""
    for setl_id in new:
        made = town.model.made.get(setl_id)
        if made is None or not made.settled.amounts.pool_fen:
            continue
        used = town.model.year(made.person.psn_no, made.year)
        for counter, key, kinds in YEARS:
            if made.settled.med_type in kinds:
                most = _highest(town, made, key)
                told = (setl_id, made.person, made.settled.med_type, key, most)
                assert used.get(counter, 0) <= most, told
        months = town.model.months(made.person.psn_no)
        for month in made.months:
            assert months.get(month, 0) <= _highest(town, made, MONTH), (setl_id, month)


def _highest(town: Town, made: Made, key: str) -> int:
    scheme, standing = town.standings[made.person.psn_no]
    on = made.settled.settled_at.astimezone(SHANGHAI).date()
    where = (key, made.person.pool, scheme, standing)
    return max(_value(pack.hash, on, where) for pack in map(_kept, town.editions))


_packs: dict[str, Pack] = {}


def _kept(pack: Pack) -> Pack:
    return _packs.setdefault(pack.hash, pack)


@cache
def _book(edition: str) -> PolicyBook:
    return PolicyBook(_packs[edition])


@cache
def _value(edition: str, on: date, where: tuple[str, str, str, str]) -> int:
    key, pool, scheme, standing = where
    dims = {"scheme": scheme}
    if key == "health.outpatient.cap_year":
        dims["standing"] = standing
    found = _book(edition).resolve(key, at=pool, on=on, **dims)
    assert isinstance(found.value, int)
    return found.value
