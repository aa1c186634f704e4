"""Plays residents' rows through the rules (逐笔裁定), as the counter would have met them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from benchmarks.big.histories import Bill, History, World
from benchmarks.big.storing import decision, line_row, postings
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import CatalogueValue, PolicyBook
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.counting import (
    YEAR_COLUMNS,
    Counted,
    add_counted,
    counted_by,
)
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    ChargeFacts,
)
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.errors import NotEntitled
from rongcheng.services.health.types import Place, fund_type_of

_SPECIAL, _TWO = 14, 9901
_YEARS = (date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2026, 10, 1))


def histories_of(world: World, table: pa.Table) -> Iterator[History]:
    """Yield the history of every resident of a data set's rows, in order."""
    rows: list[dict[str, Any]] = []
    for row in table.to_pylist():
        if rows and row["person"] != rows[0]["person"]:
            yield _Deciding(world, rows).history()
            rows = []
        rows.append(row)
    if rows:
        yield _Deciding(world, rows).history()


class _Deciding:
    """Plays one resident's rows through the rules."""

    def __init__(self, world: World, rows: list[dict[str, Any]]) -> None:
        self.world, self.rows = world, rows
        first = rows[0]
        self.book = world.books[first["insured_pool"]]
        account = sum(row["account_credit_fen"] for row in rows)
        aid = sum(row["aid_credit_fen"] for row in rows)
        self.done = History(first, self.book.metro, account, aid, self._granted(first))
        self.done.opened_account_fen, self.done.opened_aid_fen = account, aid
        self.totals: dict[int, CareTotals] = {}
        self.of_visit: dict[int, int] = {}
        self.of_stay: dict[int, int] = {}
        self.births = 0

    def history(self) -> History:
        """Decide every bill; what the rules refuse leaves no settlement, as at the counter."""
        at = 0
        while at < len(self.rows):
            end = at + 1
            while end < len(self.rows) and self.rows[end]["visit"] == self.rows[at]["visit"]:
                end += 1
            rows = self.rows[at:end]
            if rows[0]["reverses"]:
                self._reverse(rows[0])
            else:
                self._settle(rows)
            at = end
        return self.done

    def _granted(self, row: dict[str, Any]) -> tuple[str, ...]:
        on, pool = row["settled_at"].date(), row["insured_pool"]
        found: list[str] = []
        if row["diseases"]:
            listed = self.book.resolve(
                "health.special.diseases", at=pool, on=on, scheme=row["scheme"]
            )
            granted: Any = listed.value
            found += [item.code for item in granted[: row["diseases"]]]
        for word in ("hypertension", "diabetes"):
            if row["two_diseases"] in (word, "both"):
                listed = self.book.resolve(
                    "health.two_diseases.diseases", at=pool, on=on, disease=word
                )
                codes: Any = listed.value
                found.append(codes[0].code)
        return tuple(sorted(set(found)))

    def _disease(self, row: dict[str, Any]) -> str:
        """Return the disease of the visit: the first that was granted for its benefit."""
        if not row["disease_granted"]:
            return ""
        if row["kind"] != _TWO:
            return next(code for code in self.done.granted if code.startswith("OPSP"))
        return self.done.granted[-1]

    def _facts(self, rows: list[dict[str, Any]], place: Place) -> CareFacts:
        row = rows[0]
        on: date = row["settled_at"].date()
        stay = self.of_stay.get(row["stay"], -1)
        earlier = self.done.bills[stay] if row["stay"] and stay >= 0 else None
        kind = CareKind(row["kind"])
        granted = self.done.granted if kind in (_SPECIAL, _TWO) else ()
        return CareFacts(
            metro=self.book.metro,
            insured_pool=row["insured_pool"],
            care_pool=place.pool,
            care_city=place.city,
            tier=place.tier,
            scheme=row["scheme"],
            standing=row["standing"],
            status=row["status"],
            kind=int(kind),
            category=row["category"],
            filed=row["filed"],
            granted_diseases=granted,
            disease_code=self._disease(row),
            settled_on=on,
            lines=self._lines(rows, place, "2-" if earlier else ""),
            account_use=row["account_use"],
            account_balance_fen=self.done.account_fen,
            aid_balance_fen=self.done.aid_fen,
            begun_on=row["begun_on"],
            age=row["age"],
            premium=row["premium"],
            pooling=row["pooling"],
            means=row["means"],
            civil_servant=row["civil_servant"],
            campus=place.kind == "campus",
            birth=row["birth"],
            pregnancy=row["pregnancy"],
            interim=bool(row["stay"]) and earlier is None,
            stay_settled=earlier is not None,
            stay_deductible_fen=earlier.amounts.deductible_fen if earlier else 0,
        )

    def _lines(
        self, rows: list[dict[str, Any]], place: Place, head: str
    ) -> tuple[ChargeFacts, ...]:
        """Return what is in scope as a class A line and the rest as one of class B or C.

        Three of four ordinary visits are charged one line only, which keeps the tables small.
        """
        book = self.world.books[place.pool]
        found = []
        for row in rows:
            on: date = row["settled_at"].date()
            month = row["month"]
            if month and month != on.year * 100 + on.month:
                on = date(month // 100, month % 100, 28)
            short = row["kind"] == CareKind.OUTPATIENT and row["visit"] % 4
            rest = 0 if short else row["total_fen"] - row["in_scope_fen"]
            other = "B" if row["visit"] % 2 else "C"
            for letter, fen in (("A", row["in_scope_fen"]), (other, rest)):
                if fen:
                    fitting = _items(book, place.city, letter)
                    item = fitting[row["visit"] % len(fitting)]
                    serial = f"{head}{len(found) + 1}"
                    found.append(ChargeFacts(
                        serial=serial, item_code=item.code, occurred_on=on,
                        price_micro=fen * 10_000, quantity_e4=10_000, amount_fen=fen,
                    ))  # fmt: skip
        return tuple(found)

    def _totals(self, facts: CareFacts) -> CareTotals:
        """Return the running totals as the counter would read them: only the months asked for."""
        year = self.totals.get(facts.settled_on.year, CareTotals())
        asked = {line.occurred_on.year * 100 + line.occurred_on.month for line in facts.lines}
        held = self.done.months
        pregnancy = self.done.pregnancies.get(self.births + 1, [0, 0])
        return replace(
            year,
            months={month: held[month] for month in sorted(asked) if month in held},
            births=self.births,
            prenatal_fen=pregnancy[0],
        )

    def _settle(self, rows: list[dict[str, Any]]) -> None:
        row = rows[0]
        place = self.world.place_for(row)
        facts = self._facts(rows, place)
        totals = self._totals(facts)
        try:
            found = assess(facts, self.book, totals)
        except NotEntitled:
            return
        counted = counted_by(facts, found, totals)
        self._count(facts.settled_on.year, totals, counted, 1)
        amounts = found.amounts
        self.done.account_fen -= amounts.account_fen - amounts.aid_fen
        self.done.aid_fen -= amounts.aid_fen
        self.of_visit[row["visit"]] = len(self.done.bills)
        first = self.of_stay.get(row["stay"], -1) if row["stay"] else -1
        if row["stay"]:
            self.of_stay.setdefault(row["stay"], len(self.done.bills))
        insutype = 310 if row["scheme"] == "employee" else 390
        fund_type = fund_type_of(insutype, facts.kind)
        bill = Bill(
            metro=self.book.metro,
            place=place,
            scheme=row["scheme"],
            insured_pool=row["insured_pool"],
            at=row["settled_at"].replace(tzinfo=SHANGHAI),
            year=facts.settled_on.year,
            kind=facts.kind,
            disease=facts.disease_code,
            amounts=amounts,
            ratio_ppm=found.ratio_ppm,
            balance_fen=self.done.account_fen,
            counted=counted,
            fund_type=fund_type,
            lines=[line_row(line) for line in found.lines],
            postings=postings(place, row, fund_type, amounts),
            decision=decision(facts, totals, found, self.book),
            entitlement=found.entitlement,
            begun_on=facts.begun_on or facts.settled_on,
            first_of_visit=first,
            is_interim=facts.interim,
        )
        self.done.bills.append(bill)

    def _reverse(self, row: dict[str, Any]) -> None:
        target = self.of_visit.get(row["reverses"])
        if target is None:
            return
        first = self.done.bills[target]
        amounts = negate_amounts(first.amounts)
        self.done.account_fen -= amounts.account_fen - amounts.aid_fen
        self.done.aid_fen -= amounts.aid_fen
        totals = replace(
            self.totals.get(first.year, CareTotals()), births=self.births, months=self.done.months
        )
        self._count(first.year, totals, first.counted, -1)
        first.is_reversed = True
        back = replace(
            first,
            at=row["settled_at"].replace(tzinfo=SHANGHAI),
            amounts=amounts,
            balance_fen=self.done.account_fen,
            lines=[],
            postings=[(code, -fen) for code, fen in first.postings],
            decision=None,
            reverses=target,
        )
        self.done.bills.append(back)

    def _count(self, year: int, totals: CareTotals, counted: Counted, sign: int) -> None:
        after = add_counted(totals, counted, sign)
        self.totals[year] = after
        self.births = after.births
        columns = self.done.years.setdefault(year, dict.fromkeys(YEAR_COLUMNS, 0))
        for name in YEAR_COLUMNS:
            columns[name] += sign * counted["year"].get(name, 0)
        for month, fen in counted["months"]:
            self.done.months[month] = self.done.months.get(month, 0) + sign * fen
        if counted["admissions"]:
            stay = (year, counted["tier"])
            self.done.stays[stay] = self.done.stays.get(stay, 0) + sign * counted["admissions"]
        if counted["pregnancy"]:
            held = self.done.pregnancies.setdefault(counted["pregnancy"], [0, 0])
            held[0] += sign * counted["prenatal_fen"]
            held[1] += sign * counted["births"]


@lru_cache(maxsize=64)
def _items(book: PolicyBook, city: str, letter: str) -> tuple[CatalogueValue, ...]:
    """Return the items of a class with neither a price limit nor a condition, all years through."""
    catalogue = book.catalogue(city)
    found: dict[str, CatalogueValue] = {}
    for on in _YEARS:
        now = {
            item.code: item
            for item in catalogue.items(on)
            if item.charge_class == letter and not item.cap_micro and not item.restricted
        }
        found = now if on == _YEARS[0] else {c: i for c, i in found.items() if c in now}
    return tuple(found.values())
