"""Decides the histories of made-up residents (就诊史): every bill by the rules of the counter.

Each history is decided once by `assess`, in order, with its own running totals; the load then gives
it to many residents. A copy has the same facts, totals and result, so deciding it again agrees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.book import CatalogueValue, PolicyBook
from rongcheng.policy.load import load_pack
from rongcheng.services.health.assessment import Assessment, assess
from rongcheng.services.health.benefits import benefit_of
from rongcheng.services.health.counting import YEAR_COLUMNS, Counted, add_counted, counted_by
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.domain.types import STAYS, CareKind, SettledAmounts
from rongcheng.services.health.errors import NotEntitled
from rongcheng.services.health.facts import (
    CareFacts,
    CareTotals,
    ChargeFacts,
    facts_to_json,
    totals_to_json,
)
from rongcheng.services.health.postings import settlement_postings
from rongcheng.services.health.types import Insured, Place, fund_type_of

METROS = Path(__file__).resolve().parents[2] / "metros"
OWN, AID = "own", "aid"
"""Stand for the person's own accounts in postings."""
_SPECIAL, _TWO = 14, 9901
_YEARS = (date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2026, 10, 1))


@dataclass
class Bill:
    """One settled bill, or the reversal of one; `decision` is None for a reversal."""

    metro: str
    place: Place
    scheme: str
    insured_pool: str
    at: datetime
    year: int
    kind: int
    disease: str
    amounts: SettledAmounts
    ratio_ppm: int
    balance_fen: int
    counted: Counted
    fund_type: str
    lines: list[tuple[Any, ...]]
    postings: list[tuple[str, int]]
    decision: dict[str, str] | None
    entitlement: int
    begun_on: date
    reverses: int = -1
    first_of_visit: int = -1
    is_interim: bool = False
    is_reversed: bool = False


@dataclass
class History:
    """A made-up resident with all that was decided about her; bills in order."""

    row: dict[str, Any]
    metro: str
    account_fen: int
    aid_fen: int
    granted: tuple[str, ...]
    bills: list[Bill] = field(default_factory=list)
    years: dict[int, dict[str, int]] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)
    stays: dict[tuple[int, str], int] = field(default_factory=dict)
    pregnancies: dict[int, list[int]] = field(default_factory=dict)
    opened_account_fen: int = 0
    opened_aid_fen: int = 0


class World(NamedTuple):
    """The packs and the places of care that the histories play in."""

    books: Mapping[str, PolicyBook]
    places: Mapping[tuple[str, str, bool], tuple[Place, ...]]

    def place_for(self, row: dict[str, Any]) -> Place:
        """Return an institution of the row's pool and tier; the next lower tier where none is."""
        tiers = ("provincial", "level_3", "level_2", "level_1", "primary")
        for tier in tiers[tiers.index(row["tier"]) :]:
            found = self.places.get((row["care_pool"], tier, row["campus"]))
            if found:
                return found[row["visit"] * 7919 % len(found)]
        raise AssertionError(f"no place for {row}")


def make_world() -> World:
    """Read the packs and list the institutions by pool, tier and whether they are on a campus."""
    books: dict[str, PolicyBook] = {}
    places: dict[tuple[str, str, bool], list[Place]] = {}
    for folder in sorted(METROS.glob("*/metro.yaml")):
        pack, _ = load_pack(folder.parent)
        assert pack is not None
        book = PolicyBook(pack)
        books |= {pool.code: book for pool in book.pools()}
        for item in book.institutions():
            if item.kind == "pharmacy":
                continue
            pool = book.pool_of_city(item.city)
            place = Place(
                item.code, book.metro, item.title["zh"], item.city, item.district, pool, item.tier,
                item.direct_settlement, item.kind,
            )  # fmt: skip
            places.setdefault((pool, item.tier, item.kind == "campus"), []).append(place)
    return World(books, {key: tuple(found) for key, found in places.items()})


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
            found += [item.code for item in listed.value[: row["diseases"]]]  # type: ignore[index,union-attr]
        for word in ("hypertension", "diabetes"):
            if row["two_diseases"] in (word, "both"):
                listed = self.book.resolve(
                    "health.two_diseases.diseases", at=pool, on=on, disease=word
                )
                found.append(listed.value[0].code)  # type: ignore[index,union-attr]
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
            lines=[_line_row(line) for line in found.lines],
            postings=_postings(place, row, fund_type, amounts),
            decision=_decision(facts, totals, found, self.book),
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


def _line_row(line: Any) -> tuple[Any, ...]:
    terms = line.policy.terms
    return (
        line.facts.serial, line.facts.item_code, line.policy.title["zh"],
        line.facts.occurred_on, line.facts.price_micro, line.facts.quantity_e4,
        line.facts.amount_fen, line.facts.approval, terms.charge_class, terms.cap_micro,
        terms.prepay_ppm, terms.restricted, *line.split[:4],
    )  # fmt: skip


def _postings(
    place: Place, row: dict[str, Any], fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return the lines of the entry; the person's own accounts by what they stand for."""
    person: Any = _Anybody(row["insured_pool"])
    insured: Insured = person
    names = {"account:*": OWN, "aid:*": AID}
    found = settlement_postings(place, insured, fund_type, amounts)
    return [(names.get(code, code), fen) for code, fen in found]


class _Anybody(NamedTuple):
    """As much of an insured person as postings ask for."""

    pool: str
    psn_no: str = "*"


def _decision(
    facts: CareFacts, totals: CareTotals, found: Assessment, book: PolicyBook
) -> dict[str, str]:
    """Return a decision's columns as text; the facts still in clear."""

    def text(plain: object) -> str:
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    return {
        "kind": f"health.{benefit_of(facts)}",
        "policy_hash": book.hash,
        "facts": text(facts_to_json(facts)),
        "totals": text(totals_to_json(totals)),
        "result": text(found.result_json()),
        "reasons": str(found.reasons),
    }


def is_stay(kind: int) -> bool:
    """Say whether a category of care begins with an admission."""
    return CareKind(kind) in STAYS
