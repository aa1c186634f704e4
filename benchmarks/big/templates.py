"""Histories as rows of template tables (样板表), from which the server makes the big tables.

A bill's number is its month's base + copy × bills of that month + its rank: the same for entry,
settlement and visit, so numbers follow the months as they do in life, and the bills of one resident
lie as far apart on disk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from benchmarks.big.histories import AID, OWN, Bill, History, is_stay
from rongcheng.services.health.assessing.counting import YEAR_COLUMNS
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.settling.means import IDENTITIES

FIRST_MONTH = (2023, 2)
OWN_ACCOUNTS, AID_ACCOUNTS = 1_000_000, 1_000_000_000
"""Ids of personal accounts: these plus the resident's number."""
PSN_TYPES = {
    "in_service": "11", "retired": "12", "adult": "15", "senior": "16", "student": "1403",
    "child": "1402",
}  # fmt: skip

Rows = dict[str, list[tuple[Any, ...]]]


class Numbers(NamedTuple):
    """A bill's number: base + copy × step + rank."""

    base: int
    step: int
    rank: int


class Plan(NamedTuple):
    """All template rows, the accounts by code, and how many numbers the months take."""

    rows: Rows
    accounts: dict[str, int]
    last_of_month: list[int]
    metros: tuple[str, ...]
    texts: dict[int, tuple[dict[str, str], Bill, Numbers]]


def month_index(at: date) -> int:
    """Return how many months a day lies after the first."""
    return (at.year - FIRST_MONTH[0]) * 12 + at.month - FIRST_MONTH[1]


def first_day(month: int) -> date:
    """Return the first day of a month by its index."""
    number = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + month
    return date(number // 12, number % 12 + 1, 1)


def plan_of(histories: Sequence[History], copies: int, residents: int) -> Plan:
    """Number every bill and return the template rows of all tables."""
    flat = [(person, place) for person, h in enumerate(histories) for place in range(len(h.bills))]
    months = [month_index(histories[p].bills[b].at.date()) for p, b in flat]
    counts = Counter(months)
    bases, last = {}, residents
    ends = []
    for month in range(max(months) + 1):
        bases[month] = last + 1
        last += counts[month] * copies
        ends.append(last)
    ranks: Counter[int] = Counter()
    numbers: dict[tuple[int, int], Numbers] = {}
    ordered = sorted(zip(months, flat, strict=True), key=lambda x: (x[0], _at(histories, x[1])))
    for month, key in ordered:
        numbers[key] = Numbers(bases[month], counts[month], ranks[month])
        ranks[month] += 1
    maker = _Maker(histories, numbers)
    for at, (person, place) in enumerate(flat):
        maker.add_bill(at, person, place, months[at])
    for person in range(len(histories)):
        maker.add_person(person)
    metros = tuple(sorted({h.metro for h in histories}))
    return Plan(maker.rows, maker.accounts, ends, metros, maker.texts)


def _at(histories: Sequence[History], key: tuple[int, int]) -> Any:
    return histories[key[0]].bills[key[1]].at


class _Maker:
    """Turns histories into rows by table."""

    def __init__(
        self, histories: Sequence[History], numbers: dict[tuple[int, int], Numbers]
    ) -> None:
        self.histories, self.numbers = histories, numbers
        self.accounts: dict[str, int] = {}
        self.texts: dict[int, tuple[dict[str, str], Bill, Numbers]] = {}
        names = ("bill", "line", "posting", "person", "year", "month", "stay", "pregnancy")
        self.rows: Rows = {name: [] for name in (*names, "grant", "identity")}

    def add_bill(self, at: int, person: int, place: int, month: int) -> None:
        """Add one bill with its lines and postings."""
        history = self.histories[person]
        bill = history.bills[place]
        own = self.numbers[person, place]
        original = bill.reverses if bill.reverses >= 0 else place
        source = history.bills[original]
        visit = original if source.first_of_visit < 0 else source.first_of_visit
        amounts = list(bill.amounts)
        self.rows["bill"].append((
            at, person + 1, month, *own,
            *(self.numbers[person, original] if bill.reverses >= 0 else (None, None, None)),
            *self.numbers[person, visit], *self.numbers[person, original],
            visit == place, bill.metro, bill.insured_pool, bill.place.code, bill.place.pool,
            bill.place.city, bill.place.district, 310 if bill.scheme == "employee" else 390,
            str(bill.kind), bill.disease, bill.fund_type, bill.insured_pool != bill.place.pool,
            bill.at, bill.year, *amounts, bill.ratio_ppm, bill.balance_fen,
            json.dumps([list(month) if bill.reverses < 0 else [month[0], -month[1]]
                        for month in bill.counted["months"]]),
            json.dumps(bill.counted), _state(bill), bill.begun_on, is_stay(bill.kind),
            len(bill.postings), bill.is_reversed, bill.entitlement,
        ))  # fmt: skip
        for line in bill.lines:
            self.rows["line"].append((at, *line))
        for number, (code, fen) in enumerate(bill.postings, 1):
            self.rows["posting"].append((at, number, *self._account(code), fen))
        if bill.decision is not None:
            self.texts[at] = (bill.decision, bill, own)

    def _account(self, code: str) -> tuple[int, int]:
        """Return an account's id, and 1 or 2 where it is the resident's own account or aid."""
        if code in (OWN, AID):
            return 0, 1 if code == OWN else 2
        return self.accounts.setdefault(code, len(self.accounts) + 1), 0

    def add_person(self, person: int) -> None:
        """Add one resident with her insurance, totals, grants and balances."""
        history, number = self.histories[person], person + 1
        row = history.row
        opening = self._account(f"opening:{row['insured_pool']}")[0]
        self.rows["person"].append((
            number, history.metro, row["insured_pool"], row["scheme"], row["standing"],
            310 if row["scheme"] == "employee" else 390, PSN_TYPES[row["standing"]],
            str(row["status"]), row["civil_servant"], row["premium"], row["pooling"],
            row["settled_at"].date() - timedelta(days=int(row["age"] * 365.2425)),
            history.opened_account_fen, history.opened_aid_fen,
            history.account_fen, history.aid_fen, opening,
        ))  # fmt: skip
        for year, columns in history.years.items():
            self.rows["year"].append((number, year, *(columns[name] for name in YEAR_COLUMNS)))
        for month, fen in history.months.items():
            self.rows["month"].append((number, month, fen))
        for (year, tier), count in history.stays.items():
            self.rows["stay"].append((number, year, tier, count))
        for pregnancy, held in history.pregnancies.items():
            self.rows["pregnancy"].append((number, pregnancy, *held))
        for code in history.granted:
            self.rows["grant"].append((number, code))
        if row["means"] != "ordinary":
            kind = next(code for code, found in IDENTITIES.items() if found[1] == row["means"])
            self.rows["identity"].append((number, kind))


def _state(bill: Bill) -> int:
    """Return where the visit stands after this bill, which its first row stores."""
    if is_stay(bill.kind):
        return int(StayState.DISCHARGED if bill.is_reversed else StayState.SETTLED)
    return int(VisitState.CHARGED if bill.is_reversed else VisitState.SETTLED)
