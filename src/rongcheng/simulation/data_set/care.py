"""The visits of a data set (数据集的就诊): who was treated when, where, of what, for how much.

Rows stand in blocks of four. Only the first two of a block may be one bill over two months or two
settlements of one stay, and only the last may take back the second or the third, so that no row is
ever part of two such things.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from rongcheng.simulation.data_set.draws import Amounts, Choice, Numbers, bits, share
from rongcheng.simulation.data_set.people import LAST_DAY, METROS, POOLS, PROVINCIAL, People

CATEGORIES = ("settled", "living", "posted", "referred", "emergency", "other")
TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")
BIRTHS = ("", "natural", "caesarean")
OUTPATIENT, EMERGENCY, RESCUE, SPECIAL, TWO, ACCIDENT = 11, 13, 1301, 14, 9901, 9903
PRENATAL, BIRTH, RESIDENT_BIRTH, STAY, ACCIDENT_STAY, DAY_SURGERY = 51, 52, 2106, 2101, 22, 28
_STAYS = (STAY, ACCIDENT_STAY, DAY_SURGERY, BIRTH, RESIDENT_BIRTH)
_AMOUNTS = Amounts([(18_500, 1.0), (46_000, 0.8), (880_000, 0.85), (620_000, 0.35)])
"""Outpatient care, special diseases, stays, births: medians in fen."""
_TIERS_OF = (
    Choice({"primary": 40, "level_1": 15, "level_2": 22, "level_3": 20, "provincial": 3}),
    Choice({"primary": 82, "level_1": 6, "level_2": 7, "level_3": 5}),
    Choice({"level_1": 10, "level_2": 34, "level_3": 46, "provincial": 10}),
)
"""Outpatient care of employees, of residents, and stays; words are places in each list."""
_STAY_TIER_SHIFT = 1
_CITIES = (
    Choice({"430199": 60, "430299": 25, "430399": 15}),
    Choice({"510199": 75, "510699": 11, "511499": 8, "512099": 6}),
)
_CAPITALS = ("430199", "510199")
_CHENGDU = POOLS.place("510199")
_DAY = 86_400
_OPENS, _HOURS = 8 * 3600, 10 * 3600
_SECONDS_BITS = 28
_LONGEST_STAY_GAP = 60 * _DAY
_EPOCH = date(1970, 1, 1).toordinal()

Columns = dict[str, Numbers]


def draw_visits(
    random: np.random.Generator, people: People, rows: int, first_visit: int
) -> Columns:
    """Return `rows` rows of these residents in the order of person and moment, by column name."""
    who, seconds = _moments(random, people, rows)
    starts = _pairs(random, who, seconds)
    kind = _kinds(random, people, who)
    day = people.first_day[who] + seconds // _DAY
    columns: Columns = {
        "visit": np.arange(first_visit, first_visit + rows, dtype=np.int64),
        "person": people.number[who],
        "reverses": np.zeros(rows, dtype=np.int64),
        "stay": np.zeros(rows, dtype=np.int64),
        "insured_pool": people.pool[who],
        "scheme": people.scheme[who],
        "standing": people.standing[who],
        "kind": kind,
        "status": people.status[who],
        "premium": people.premium[who],
        "pooling": people.pooling[who],
        "means": people.means[who],
        "civil_servant": people.civil_servant[who],
        "diseases": people.diseases[who],
        "two_diseases": people.two_diseases[who],
        "disease_granted": np.isin(kind, (SPECIAL, TWO)),
        "pregnancy": np.zeros(rows, dtype=np.int8),
        "age": (day - people.born_on[who]) * 10000 // 3652425,
    }
    _places(random, people, who, columns)
    _bills(random, columns)
    _stays(random, columns, day)
    _months(columns, day)
    moment = (day - _EPOCH) * _DAY + seconds % _DAY
    _join_pairs(random, columns, starts, moment)
    _take_back(random, columns, who, starts)
    columns["settled_at"] = moment * 1_000_000
    _accounts(random, people, who, columns, day)
    return columns


def _moments(random: np.random.Generator, people: People, rows: int) -> tuple[Numbers, Numbers]:
    """Return who and when: seconds since her first day, in order, in the hours of a counter."""
    counts = random.multinomial(rows, people.weight / people.weight.sum())
    who = np.repeat(np.arange(counts.size), counts)
    days = LAST_DAY.toordinal() - people.first_day[who] + 1
    at = random.random(rows)
    day = (at * days).astype(np.int64)
    hour = random.integers(0, _HOURS, rows, dtype=np.uint16)
    key = np.sort((who << _SECONDS_BITS) + day * _DAY + _OPENS + hour)
    return who, key & ((1 << _SECONDS_BITS) - 1)


def _kinds(random: np.random.Generator, people: People, who: Numbers) -> Numbers:
    """Return each row's med_type: stays and special diseases as the person has them."""
    drawn, second = bits(random, who.size), bits(random, who.size)
    kind = np.where(second < share(30), EMERGENCY, OUTPATIENT)
    kind[second < share(3)] = RESCUE
    resident = people.scheme[who] == 1
    # Only Chengdu's pack knows a benefit of its own for accidents, as for campus clinics below.
    kind[resident & (people.pool[who] == _CHENGDU) & (second > share(975))] = ACCIDENT
    kind[(people.two_diseases[who] > 0) & (second > share(650))] = TWO
    special = (people.diseases[who] > 0) & (second > share(540))
    kind[special] = SPECIAL
    stays = drawn < people.stay_below[who]
    kind[stays] = STAY
    kind[stays & (second < share(30))] = ACCIDENT_STAY
    kind[stays & (second > share(920))] = DAY_SURGERY
    mothers = people.mother[who]
    kind[mothers & ~resident & (drawn > share(600))] = PRENATAL
    births = mothers & (drawn > share(955))
    kind[births] = np.where(resident[births], RESIDENT_BIRTH, BIRTH)
    return kind.astype(np.int64)


def _places(random: np.random.Generator, people: People, who: Numbers, columns: Columns) -> None:
    """Add where care was given: mostly at home, else elsewhere in the metro and filed for."""
    rows, pool, metro = who.size, columns["insured_pool"], people.metro[who]
    drawn, second = bits(random, rows), bits(random, rows)
    away = (drawn < share(100)) | people.elsewhere[who] & (second < share(850))
    away |= np.isin(pool, [POOLS.place(word) for word in PROVINCIAL])
    care = pool.copy()
    for number, cities in enumerate(_CITIES):
        there = np.flatnonzero(away & (metro == number))
        places = np.array([POOLS.place(word) for word in cities.words], dtype=np.int8)
        care[there] = places[cities.draw(random, there.size)]
    off_site = care != pool
    emergency = np.isin(columns["kind"], (EMERGENCY, RESCUE))
    category = np.where(second < share(150), 3, np.where(second < share(220), 4, 5))
    category = np.where(people.elsewhere[who], people.number[who] % 3, category)
    category = np.where(emergency, 4, category)
    columns["category"] = np.where(off_site, category, 5).astype(np.int8)
    columns["filed"] = off_site & ((second & 63) < 63) & ~emergency
    columns["care_pool"] = care
    columns["tier"] = _tiers(random, columns)
    at_campus = (columns["standing"] == 4) & (pool == _CHENGDU) & (columns["kind"] == OUTPATIENT)
    columns["campus"] = at_campus & (care == _CHENGDU) & (second > share(700))
    columns["tier"][columns["campus"]] = 0


def _tiers(random: np.random.Generator, columns: Columns) -> Numbers:
    """Return the level of the place: big hospitals of the province stand in its capital."""
    rows = columns["kind"].size
    outpatient = np.where(
        columns["scheme"] == 0, _TIERS_OF[0].draw(random, rows), _TIERS_OF[1].draw(random, rows)
    )
    stay = _TIERS_OF[2].draw(random, rows) + _STAY_TIER_SHIFT
    tier = np.where(np.isin(columns["kind"], _STAYS), stay, outpatient)
    capital = np.isin(columns["care_pool"], [POOLS.place(word) for word in _CAPITALS])
    found: Numbers = np.where((tier == 4) & ~capital, 3, tier)
    return found.astype(np.int8)


def _bills(random: np.random.Generator, columns: Columns) -> None:
    """Add the bill in its four parts (identity D)."""
    kind = columns["kind"]
    births = np.isin(kind, (BIRTH, RESIDENT_BIRTH))
    group = np.where(np.isin(kind, _STAYS), 2, 0)
    group[kind == SPECIAL] = 1
    group[births] = 3
    total = _AMOUNTS.draw(random, group)
    parts = bits(random, kind.size).astype(np.int64)
    columns["total_fen"] = total
    columns["self_paid_fen"] = total * ((parts & 15) * 11) >> 10
    columns["over_limit_fen"] = total * np.maximum((parts >> 4 & 15) - 11, 0) >> 9
    columns["prepaid_fen"] = total * ((parts >> 8 & 15) * 9) >> 10
    columns["in_scope_fen"] = (
        total - columns["self_paid_fen"] - columns["over_limit_fen"] - columns["prepaid_fen"]
    )


def _stays(random: np.random.Generator, columns: Columns, day: Numbers) -> None:
    """Add the day of admission, or of registration, and how a child was born."""
    kind = columns["kind"]
    drawn = bits(random, kind.size)
    nights = np.where(kind == DAY_SURGERY, 0, 2 + (drawn & 15))
    columns["begun_on"] = np.where(np.isin(kind, _STAYS), day - nights, day)
    born = np.where(drawn < share(380), 2, 1)
    columns["birth"] = np.where(np.isin(kind, (BIRTH, RESIDENT_BIRTH)), born, 0).astype(np.int8)


def _months(columns: Columns, day: Numbers) -> None:
    """Add the month of special-disease charges, that of the settlement."""
    columns["month"] = np.where(columns["kind"] == SPECIAL, month_of(day), 0)


def month_of(day: Numbers) -> Numbers:
    """Return yyyymm of ordinal days."""
    months = (day - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    found: Numbers = (1970 + months // 12) * 100 + months % 12 + 1
    return found


def _pairs(random: np.random.Generator, who: Numbers, seconds: Numbers) -> Numbers:
    """Return the rows that may begin a pair: first of a block, the next row the same person's."""
    first = np.arange(0, who.size - 1, 4)
    chosen = first[bits(random, first.size) < share(250)]
    fits = who[chosen] == who[chosen + 1]
    fits &= seconds[chosen + 1] - seconds[chosen] < _LONGEST_STAY_GAP
    found: Numbers = chosen[fits]
    return found


def _join_pairs(
    random: np.random.Generator, columns: Columns, starts: Numbers, moment: Numbers
) -> None:
    """Make pairs: a special-disease bill over two months, or a stay settled twice."""
    kind = columns["kind"]
    two_months = starts[(kind[starts] == SPECIAL) & (bits(random, starts.size) < share(600))]
    interim = starts[(kind[starts] == STAY) & (bits(random, starts.size) < share(700))]
    kept = ("total_fen", "self_paid_fen", "over_limit_fen", "prepaid_fen", "in_scope_fen")
    own = {*kept, "month", "reverses", "visit"}
    for name, column in columns.items():
        if name not in own:
            column[two_months + 1] = column[two_months]
        if name not in own and name not in ("age",):
            column[interim + 1] = column[interim]
    moment[two_months + 1] = moment[two_months]
    columns["visit"][two_months + 1] = columns["visit"][two_months]
    month = columns["month"]
    month[two_months + 1] = month[two_months]
    month[two_months] = _month_before(month[two_months])
    month[interim + 1] = 0
    for rows in (interim, interim + 1):
        columns["stay"][rows] = columns["visit"][interim]
    for name in kept:
        # What follows costs a part of the first bill, so that both are one stay's or one disease's.
        for first in (two_months, interim):
            columns[name][first + 1] = columns[name][first] // 2
    for first in (two_months, interim):
        columns["total_fen"][first + 1] = sum(columns[name][first + 1] for name in kept[1:])


def _month_before(month: Numbers) -> Numbers:
    found: Numbers = np.where(month % 100 == 1, month - 89, month - 1)
    return found


def _take_back(
    random: np.random.Generator, columns: Columns, who: Numbers, starts: Numbers
) -> None:
    """Make about one row in a hundred the reversal of one shortly before."""
    last = np.arange(3, who.size, 4)
    drawn = bits(random, last.size)
    chosen = drawn < share(46)
    rows, target = last[chosen], last[chosen] - 1 - (drawn[chosen] & 1)
    simple = np.ones(who.size, dtype=bool)
    simple[starts] = simple[starts + 1] = False
    simple &= columns["birth"] == 0
    fits = (who[rows] == who[target]) & simple[target]
    rows, target = rows[fits], target[fits]
    for name, column in columns.items():
        if name not in ("visit", "reverses"):
            column[rows] = column[target]
    columns["reverses"][rows] = columns["visit"][target]


def _accounts(
    random: np.random.Generator,
    people: People,
    who: Numbers,
    columns: Columns,
    day: Numbers,
) -> None:
    """Add whose account may pay, and what came in since the row before: so much a month."""
    drawn = bits(random, who.size)
    employee, aid = people.employee[who], people.aid[who]
    use = np.where(employee & (drawn < share(720)), 1, 0)
    use[aid & (drawn > share(940))] = 2
    # A bill over two months is paid once: its second row says the same.
    second_row = np.flatnonzero(columns["visit"][1:] == columns["visit"][:-1]) + 1
    use[second_row] = use[second_row - 1]
    columns["account_use"] = use.astype(np.int8)
    first = np.ones(who.size, dtype=bool)
    first[1:] = who[1:] != who[:-1]
    months = month_of(day)
    count = months // 100 * 12 + months % 100
    since = np.zeros(who.size, dtype=np.int64)
    since[1:] = count[1:] - count[:-1]
    fen = people.credit_fen[who]
    opening = fen * (drawn & 15)
    columns["account_credit_fen"] = np.where(first, opening, fen * since)
    columns["aid_credit_fen"] = np.where(first & aid, opening, 0)


assert len(METROS) == len(_CITIES)
