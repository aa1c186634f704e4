"""The tour's last two acts (清算与核对): close, net, pay a hospital; then check every fen."""

from __future__ import annotations

from itertools import islice

from rongcheng.foundation.ledger.public import (
    ActConflict,
    close_period,
    get_entry,
    list_institution_dues,
    pay_institution,
    verify_ledger,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.public import get_settlement, verify_decisions
from rongcheng.simulation.places import machine_actor
from rongcheng.simulation.tour.run import Made, Run
from rongcheng.simulation.tour.scene import Scene, staff_actor

MOST_FAULTS = 1000


def window_of(run: Run, scene: Scene) -> int:
    """Return the window in which the run's visit was settled."""
    row = get_settlement(machine_actor(scene.centre_hospital), run.of(3)["setl_id"])
    return get_entry(row.entry_id).window_seq


def close_and_pay(run: Run, scene: Scene) -> Made:
    """Close the window that holds this run's visit, and pay its hospital.

    Another visitor may have closed or paid it before; then it stays as it is.
    """
    officer = staff_actor("fund", scene.centre)
    seq = window_of(run, scene)
    close_period(scene.book.metro, get_clock().today(), officer, seq=seq)
    code = scene.centre_hospital.code
    dues = {due.code: due for due in list_institution_dues(scene.book.metro, seq)}
    due = dues.get(code)
    if due is not None and due.due_fen > 0:
        try:
            pay_institution(
                scene.book.metro,
                seq,
                code,
                pool=scene.centre_hospital.pool,
                bank_reference=f"SAMPLE-{seq}-{code}",
                actor=officer,
            )
        except ActConflict:
            # Somebody paid it by another bank order: it is paid, which is all that is shown.
            return {"seq": seq, "code": code}
    return {"seq": seq, "code": code}


def check_books(scene: Scene) -> Made:
    """Check the whole ledger and decide every stored decision again; return the faults found."""
    faults = len(verify_ledger())
    wrong = sum(1 for _ in islice(verify_decisions(), MOST_FAULTS))
    return {"ledger": faults, "decisions": wrong}
