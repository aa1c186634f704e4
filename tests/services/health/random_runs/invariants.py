"""What must hold after each operation (不变量): by what changed since the last one."""

from __future__ import annotations

from typing import Any

from django.db import connection

from rongcheng.foundation.ledger.public import balances, list_nets, list_pair_positions
from rongcheng.services.health.assessing.counting import YEAR_COLUMNS
from rongcheng.services.health.models import (
    AdmissionTotals,
    MaternityTotals,
    MonthTotals,
    Settlement,
    YearTotals,
)
from rongcheng.services.health.queries import amounts_of_row
from tests.services.health.conftest import METRO
from tests.services.health.random_runs.caps import check_caps
from tests.services.health.random_runs.model import Model
from tests.services.health.random_runs.town import Town

ENTRIES = """
select e.id, e.lines, count(p.line), coalesce(sum(p.amount_fen), 0), w.seq, w.last_entry
  from ledger_entry e
  join ledger_window w on w.id = e.window_id
  left join ledger_posting p on p.entry_id = e.id
 where e.id > %s group by e.id, w.id order by e.id
"""
MOVED = """
select a.code, sum(p.amount_fen)::bigint from ledger_posting p
  join ledger_account a on a.id = p.account_id
 where p.entry_id > %s group by a.code having sum(p.amount_fen) <> 0
"""


class Checks:
    """Compares the stored books with the model, a step at a time."""

    def __init__(self, town: Town) -> None:
        """Take the books as they stand: what people brought with them is not the run's."""
        self.town = town
        self.entry = self._scalar("select coalesce(max(id), 0) from ledger_entry")
        self.row = self._scalar("select coalesce(max(id), 0) from health_settlement")
        codes = [f"{k}:{p.psn_no}" for p in town.people for k in ("account", "aid")]
        for code, fen in balances(codes).items():
            town.model.balances[code] = fen

    def after_operation(self) -> None:
        """Check all that may have changed."""
        model = self.town.model
        told = model.forget_changes()
        self._entries(model, told["changed"])
        self._settlements(model, told["new"])
        for psn_no in told["touched"]:
            check_totals(model, psn_no)
            check_balances(model, psn_no)
        check_caps(self.town, told["new"])
        if told["changed"]:
            check_window(model, model.open_seq)

    def _entries(self, model: Model, changed: dict[str, int]) -> None:
        found = self._rows(ENTRIES, self.entry)
        for number, lines, count, total, _, last_entry in found:
            assert (count, total) == (lines, 0), f"entry {number}"
            assert last_entry is None or number <= last_entry, f"entry {number} came late"
        seqs = {seq for *_, seq, _ in found}
        assert all(seq >= model.open_seq - 1 for seq in seqs), seqs
        moved = dict(self._rows(MOVED, self.entry))
        assert moved == {code: fen for code, fen in changed.items() if fen}
        if found:
            self.entry = found[-1][0]

    def _settlements(self, model: Model, new: set[str]) -> None:
        rows = list(
            Settlement.objects.filter(id__gt=self.row).select_related("reverses").order_by("id")
        )
        assert {row.setl_id for row in rows} == new
        for row in rows:
            key = row.institution_id, row.request_id
            assert model.requests[key] == row.setl_id
            if row.reverses is None:
                assert amounts_of_row(row) == model.made[row.setl_id].settled.amounts
            else:
                sums = zip(amounts_of_row(row), amounts_of_row(row.reverses), strict=True)
                assert {a + b for a, b in sums} == {0}
        if rows:
            self.row = rows[-1].id

    def _scalar(self, sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    def _rows(self, sql: str, *params: int) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def check_totals(model: Model, psn_no: str) -> None:
    """Check a person's running totals: each the sum over what stands."""
    for row in YearTotals.objects.filter(psn_no=psn_no):
        stored = {name: getattr(row, name) for name in YEAR_COLUMNS}
        stored = {name: fen for name, fen in stored.items() if fen}
        assert stored == model.year(psn_no, row.year), (psn_no, row.year)
    months = MonthTotals.objects.filter(psn_no=psn_no)
    stored_months = {row.month: row.special_fen for row in months if row.special_fen}
    assert stored_months == model.months(psn_no), psn_no
    stays = AdmissionTotals.objects.filter(psn_no=psn_no)
    stored_stays = {(row.year, row.tier): row.admissions for row in stays if row.admissions}
    assert stored_stays == model.admissions(psn_no), psn_no
    births = MaternityTotals.objects.filter(psn_no=psn_no)
    stored_births = {row.pregnancy: row.births for row in births if row.births}
    assert stored_births == model.births(psn_no), psn_no


def check_balances(model: Model, psn_no: str) -> None:
    """Check a person's accounts: what the model says, never below zero."""
    codes = [f"account:{psn_no}", f"aid:{psn_no}"]
    held = balances(codes)
    for code in codes:
        assert held.get(code, 0) == model.balances[code] >= 0, code


def check_window(model: Model, seq: int) -> None:
    """Check a window: pools' positions are the model's claims, and the nets sum to zero."""
    positions = {row.pair.code: row.movement_fen for row in list_pair_positions(METRO, seq)}
    claims = {c: fen for c, fen in model.moves[seq].items() if c.startswith("clearing:") and fen}
    assert {code: fen for code, fen in positions.items() if fen} == claims, seq
    nets = list_nets(METRO, seq)
    assert sum(net.net_fen for net in nets) == 0, seq
