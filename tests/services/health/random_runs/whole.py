"""The whole check of a run (全面核对): every account, window, decision and request once more."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from rongcheng.foundation.ledger.public import (
    list_institution_dues,
    list_movements,
    list_nets,
    list_pair_positions,
    pair_statement,
    verify_ledger,
)
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import verify_decisions
from rongcheng.services.health.queries import amounts_of_row
from tests.services.health.conftest import METRO, XIANGTAN
from tests.services.health.random_runs.invariants import check_balances, check_totals
from tests.services.health.random_runs.model import Model
from tests.services.health.random_runs.town import Town

BALANCES = """
select a.code, sum(p.amount_fen)::bigint from ledger_posting p
  join ledger_account a on a.id = p.account_id
 where a.code not like 'opening:%%' group by a.code having sum(p.amount_fen) <> 0
"""


class WholeCheck:
    """Checks everything; a closed window once, for nothing may fall into it any more."""

    def __init__(self, town: Town) -> None:
        """Begin with the first window."""
        self.town = town
        self.closing: Counter[str] = Counter()
        self.seen = 0

    def run(self) -> None:
        """Check everything that is cheap enough for every hundred operations."""
        model = self.town.model
        for person in self.town.people:
            check_totals(model, person.psn_no)
            check_balances(model, person.psn_no)
        self._balances(model)
        for seq in range(self.seen + 1, model.open_seq):
            self._closed(model, seq)
        self._requests(model)
        self._cores(model)
        assert verify_ledger() == []

    def last(self) -> None:
        """Check at the end: all windows from the first, every decision decided again."""
        self.seen, self.closing = 0, Counter()
        self.run()
        assert list(verify_decisions()) == []

    def _balances(self, model: Model) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BALANCES)
            held = dict(cursor.fetchall())
        assert held == {code: fen for code, fen in model.balances.items() if fen}

    def _closed(self, model: Model, seq: int) -> None:
        """Check a closed window: opening + movements = closing, statements, nets and dues."""
        moved = 0
        for row in list_movements(METRO, seq):
            assert row.opening_fen == self.closing[row.code], (seq, row.code)
            self.closing[row.code] += row.movement_fen
            if not row.code.startswith("opening:") and seq > 1:
                told = model.moves[seq][row.code] + model.settling[seq][row.code]
                assert row.movement_fen == told, (seq, row.code)
            moved += row.movement_fen
        assert moved == 0, seq
        for position in list_pair_positions(METRO, seq):
            count, total = pair_statement(METRO, seq, position.pair).totals()
            assert (count, total) == (position.entries, position.movement_fen)
            assert total == model.moves[seq][position.pair.code]
        nets = {net.pool: net.net_fen for net in list_nets(METRO, seq) if net.net_fen}
        assert sum(nets.values()) == 0
        if seq in model.nets:
            assert nets == {pool: fen for pool, fen in model.nets[seq].items() if fen}
        for due in list_institution_dues(METRO, seq):
            assert due.due_fen == model.due(seq, due.code), (seq, due.code)
            assert due.paid_fen == model.paid.get((seq, due.code), 0)
        self.seen = seq

    def _requests(self, model: Model) -> None:
        """Check that each acknowledged request stands exactly once, and nothing else stands."""
        stored = Settlement.objects.values_list("institution_id", "request_id", "setl_id")
        assert Counter(stored) == Counter((*key, made) for key, made in model.requests.items())

    def _cores(self, model: Model) -> None:
        """Check that the core holds what stands here, but for what is still under way."""
        if self.town.core is None:
            return
        rows = Settlement.objects.filter(
            insured_pool=XIANGTAN, reverses__isnull=True, reversed_by__isnull=True
        )
        ours = {row.setl_id: amounts_of_row(row)._asdict() for row in rows}
        assert set(ours) == {m.settled.setl_id for m in model.standing() if self._is_remote(m)}
        theirs = self.town.core.standing()
        differing = {key for key in ours | theirs if ours.get(key) != theirs.get(key)}
        assert differing <= self.town.open_calls(), differing

    def _is_remote(self, made: object) -> bool:
        return bool(made.person.pool == XIANGTAN)  # type: ignore[attr-defined]
