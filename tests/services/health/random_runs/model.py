"""What the books must say (账本模型): plain sums over the settlements that stand, kept in Python.

Nothing here is read back from the ledger or the running totals: the run compares the two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.public import Place, Settled
from tests.services.health.conftest import Person

INPATIENT = ("2101", "22", "28")
BIRTHS = ("52", "2106", "2107")
DEDUCTIBLES = {"11": "deductible_fen", "13": "deductible_fen"} | dict.fromkeys(
    INPATIENT, "inpatient_deductible_fen"
)
FUNDS = {"11": "outpatient_fen", "13": "outpatient_fen", "14": "basic_fen"} | dict.fromkeys(
    INPATIENT, "basic_fen"
)


@dataclass
class Made:
    """A settlement that was acknowledged: who, where, what, and whether it was taken back."""

    person: Person
    place: Place
    settled: Settled
    stay: str = ""
    first_of_stay: bool = False
    counted_own_fen: int = 0
    months: dict[int, int] = field(default_factory=dict)
    pregnancy: int = 0
    entry: int = 0
    back: Settled | None = None
    disputed: str = ""

    @property
    def year(self) -> int:
        """Return the settlement year that it counts towards."""
        return self.settled.settled_at.astimezone(SHANGHAI).year

    @property
    def claims(self) -> dict[str, int]:
        """Return what it moves between pools."""
        return {c: fen for c, fen in postings_of(self).items() if c.startswith("clearing:")}


def postings_of(made: Made) -> Counter[str]:
    """Return what a settlement must move, account by account, told from its amounts alone."""
    place, amounts, person = made.place, made.settled.amounts, made.person
    funds = {
        made.settled.fund_type: amounts.pool_fen,
        "310300": amounts.large_fen,
        "390200": amounts.catastrophic_fen,
        "320100": amounts.civil_servant_fen,
        "610100": amounts.assistance_fen,
    }
    found = Counter({f"fund:{person.pool}:{fund}": -paid for fund, paid in funds.items()})
    found[f"hospital:{place.code}:fund"] = amounts.fund_fen
    found[f"account:{person.psn_no}"] = amounts.aid_fen - amounts.account_fen
    found[f"aid:{person.psn_no}"] = -amounts.aid_fen
    found[f"hospital:{place.code}:account"] = amounts.account_fen
    found[f"cash:{place.code}"] = -amounts.cash_fen
    found[f"hospital:{place.code}:cash"] = amounts.cash_fen
    if place.pool != person.pool:
        for fund, paid in funds.items():
            found[f"clearing:{person.pool}:{place.pool}:{fund}"] = paid
        found[f"agency:{place.pool}"] = -amounts.fund_fen
    return Counter({code: fen for code, fen in found.items() if fen})


class Model:
    """All that was acknowledged, and what follows from it for every account and counter."""

    def __init__(self) -> None:
        """Begin with empty books and the first window open."""
        self.made: dict[str, Made] = {}
        self.of_person: dict[str, list[Made]] = defaultdict(list)
        self.requests: dict[tuple[str, str], str] = {}
        self.balances: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.touched: set[str] = set()
        self.new: set[str] = set()
        self.moves: dict[int, Counter[str]] = defaultdict(Counter)
        self.settling: dict[int, Counter[str]] = defaultdict(Counter)
        self.nets: dict[int, Counter[str]] = {}
        self.confirmed: Counter[tuple[int, str]] = Counter()
        self.paid: dict[tuple[int, str], int] = {}
        self.open_seq = 1

    def settled(self, made: Made) -> None:
        """Take up a settlement."""
        self.made[made.settled.setl_id] = made
        self.of_person[made.person.psn_no].append(made)
        self._note(made, made.settled)
        self.post(postings_of(made), 1)

    def taken_back(self, made: Made, back: Settled) -> None:
        """Take up the reversal of a settlement; its amounts no longer count."""
        assert made.back is None
        made.back = back
        self._note(made, back)
        self.post(postings_of(made), -1)

    def _note(self, made: Made, settled: Settled) -> None:
        self.requests[made.place.code, settled.request_id] = settled.setl_id
        self.touched.add(made.person.psn_no)
        self.new.add(settled.setl_id)

    def post(self, lines: Counter[str], sign: int = 1, *, settling: bool = False) -> None:
        """Move money, in the window now open; `settling` pays off an earlier window."""
        assert sum(lines.values()) == 0
        window = (self.settling if settling else self.moves)[self.open_seq]
        for code, fen in lines.items():
            self.balances[code] += sign * fen
            self.changed[code] += sign * fen
            window[code] += sign * fen

    def standing(self, psn_no: str = "") -> list[Made]:
        """Return what was settled and not taken back, of one person or of all."""
        made = self.of_person[psn_no] if psn_no else list(self.made.values())
        return [one for one in made if one.back is None]

    def year(self, psn_no: str, year: int) -> dict[str, int]:
        """Return the year's counters of a person: sums over what stands."""
        found: Counter[str] = Counter()
        for made in self.standing(psn_no):
            if made.year != year:
                continue
            amounts, kind = made.settled.amounts, made.settled.med_type
            if kind in FUNDS:
                found[FUNDS[kind]] += amounts.pool_fen
            if kind in DEDUCTIBLES:
                found[DEDUCTIBLES[kind]] += amounts.deductible_fen
            found["own_share_fen"] += amounts.in_scope_fen - amounts.fund_fen
            found["counted_own_fen"] += made.counted_own_fen
            found["second_layer_fen"] += amounts.large_fen + amounts.catastrophic_fen
            found["assistance_fen"] += amounts.assistance_fen
        return {name: fen for name, fen in found.items() if fen}

    def months(self, psn_no: str) -> dict[int, int]:
        """Return what special diseases used in each month."""
        found: Counter[int] = Counter()
        for made in self.standing(psn_no):
            found.update(made.months)
        return {month: fen for month, fen in found.items() if fen}

    def admissions(self, psn_no: str) -> dict[tuple[int, str], int]:
        """Return how many stays were settled, by year and tier."""
        found = Counter(
            (made.year, made.place.tier)
            for made in self.standing(psn_no)
            if made.first_of_stay and made.settled.med_type in INPATIENT
        )
        return dict(found)

    def births(self, psn_no: str) -> dict[int, int]:
        """Return which pregnancies' births were paid."""
        return dict(Counter(made.pregnancy for made in self.standing(psn_no) if made.pregnancy))

    def stay_stands(self, stay: str) -> bool:
        """Say whether a settlement of a stay stands."""
        return any(made.stay == stay and made.back is None for made in self.made.values())

    def due(self, seq: int, code: str) -> int:
        """Return what a window holds for a hospital, its debt of before carried."""
        carried = min(0, self.due(seq - 1, code)) if seq > 1 else 0
        return self.moves[seq][f"hospital:{code}:fund"] + carried

    def close(self) -> None:
        """Close the open window; what falls now falls into the next."""
        for made in self.made.values():
            if made.disputed in ("open", "upheld") and made.back is not None:
                self.move_aside(made, -1, "cleared")
        self.open_seq += 1

    def net(self, seq: int) -> None:
        """Net a closed window: claims to zero, agencies satisfied, one sum for each pool."""
        lines: Counter[str] = Counter()
        nets: Counter[str] = Counter()
        for code, fen in self.moves[seq].items():
            if code.startswith("clearing:") and fen:
                _, payer, payee, _ = code.split(":")
                lines[code] -= fen
                lines[f"agency:{payee}"] += fen
                nets[payer] += fen
                nets[payee] -= fen
        for pool, fen in nets.items():
            lines[f"net:{pool}"] += fen
        self.nets[seq] = nets
        self.post(lines, settling=True)

    def move_aside(self, made: Made, sign: int, outcome: str) -> None:
        """Move a disputed settlement's claims aside (1) or back (-1)."""
        lines: Counter[str] = Counter()
        for code, fen in made.claims.items():
            lines[code] -= fen
            lines[code.replace("clearing:", "disputed:", 1)] += fen
        self.post(lines, sign)
        made.disputed = outcome

    def forget_changes(self) -> dict[str, Any]:
        """Return what changed since the last time, and begin anew."""
        told = {"changed": self.changed, "touched": self.touched, "new": self.new}
        self.changed, self.touched, self.new = Counter(), set(), set()
        return told
