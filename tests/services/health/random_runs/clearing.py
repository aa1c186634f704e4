"""Operations of the fund office (清算操作): close, net, confirm, pay, dispute and decide."""

from __future__ import annotations

from collections import Counter
from random import Random

from rongcheng.foundation.ledger.public import (
    accept_dispute,
    adjust_prefund,
    close_period,
    close_window,
    confirm_payment,
    net_closed_windows,
    pay_institution,
    raise_dispute,
    uphold_dispute,
)
from rongcheng.kernel.clock import get_clock
from tests.foundation.ledger.settling import OFFICER
from tests.services.health.conftest import METRO
from tests.services.health.random_runs.town import POOLS, Town


def close(town: Town, rng: Random) -> str:
    """The window is closed in one step; the same number again is the same window."""
    model = town.model
    seq = model.open_seq
    for _ in range(rng.choice((1, 1, 2))):
        assert close_period(METRO, get_clock().today(), OFFICER, seq=seq) == seq
    model.close()
    _net(town)
    return f"window {seq}"


def close_only(town: Town, rng: Random) -> str:
    """The window is closed and the run stops there: netting comes later."""
    del rng
    seq = town.model.open_seq
    close_window(METRO, seq=seq, next_label=get_clock().today().isoformat())
    town.model.open_seq += 1
    return f"window {seq}"


def net(town: Town, rng: Random) -> str:
    """What was closed and not netted is netted, in order."""
    del rng
    waiting = _waiting(town)
    assert net_closed_windows(METRO, OFFICER) == waiting
    _net(town)
    return f"windows {waiting}"


def _waiting(town: Town) -> list[int]:
    return [seq for seq in range(1, town.model.open_seq) if seq not in town.model.nets]


def _net(town: Town) -> None:
    for seq in _waiting(town):
        town.model.net(seq)


def confirm(town: Town, rng: Random) -> str:
    """A pool's payment or receipt is confirmed, whole or in part, and told twice now and then."""
    model = town.model
    open_nets = [
        (seq, pool, fen)
        for seq, nets in model.nets.items()
        for pool, fen in sorted(nets.items())
        if abs(fen) > model.confirmed[seq, pool]
    ]
    if not open_nets:
        return "nothing"
    seq, pool, fen = rng.choice(open_nets)
    left = abs(fen) - model.confirmed[seq, pool]
    amount = rng.choice((left, left, rng.randint(1, left)))
    slip = f"SLIP-{town.next_serial()}"
    for _ in range(rng.choice((1, 2))):
        confirm_payment(METRO, seq, pool, amount_fen=amount, bank_reference=slip, actor=OFFICER)
    model.confirmed[seq, pool] += amount
    moved = amount if fen > 0 else -amount
    model.post(_lines((f"net:{pool}", -moved), (f"paid:{pool}", moved)))
    return f"{seq} {pool} {moved}"


def pay(town: Town, rng: Random) -> str:
    """An agency pays a hospital what a netted window holds for it."""
    model = town.model
    due = [
        (seq, place)
        for seq in model.nets
        for place in town.places
        if model.due(seq, place.code) > 0 and (seq, place.code) not in model.paid
    ]
    if not due:
        return "nothing"
    seq, place = rng.choice(due)
    fen = model.due(seq, place.code)
    slip = f"SLIP-{town.next_serial()}"
    for _ in range(rng.choice((1, 2))):
        paid = pay_institution(
            METRO, seq, place.code, pool=place.pool, bank_reference=slip, actor=OFFICER
        )
        assert paid.amount_fen == fen
    model.paid[seq, place.code] = fen
    lines = _lines((f"hospital:{place.code}:fund", -fen), (f"paid:{place.pool}", fen))
    model.post(lines, settling=True)
    return f"{seq} {place.code} {fen}"


def dispute(town: Town, rng: Random) -> str:
    """A claim of a settlement between pools is disputed."""
    found = [m for m in town.model.standing() if m.claims and not m.disputed]
    if not found:
        return "nothing"
    made = rng.choice(found)
    for _ in range(rng.choice((1, 2))):
        raise_dispute(made.entry, "样例争议", OFFICER)
    town.model.move_aside(made, 1, "open")
    return made.settled.setl_id


def decide(town: Town, rng: Random) -> str:
    """A dispute is accepted after all, or upheld."""
    found = [m for m in town.model.made.values() if m.disputed == "open"]
    if not found:
        return "nothing"
    made = rng.choice(found)
    if rng.random() < 0.5:
        uphold_dispute(made.entry, OFFICER)
        made.disputed = "upheld"
    else:
        accept_dispute(made.entry, OFFICER)
        town.model.move_aside(made, -1, "accepted")
    return f"{made.settled.setl_id} {made.disputed}"


def prefund(town: Town, rng: Random) -> str:
    """A pool pays ahead."""
    payer, payee = rng.sample(POOLS, 2)
    fen = rng.randint(1, 1_000_000)
    slip = f"SLIP-{town.next_serial()}"
    adjust_prefund(METRO, payer, payee, amount_fen=fen, bank_reference=slip, actor=OFFICER)
    town.model.post(_lines((f"prefund:{payer}:{payee}", -fen), (f"paid:{payer}", fen)))
    return f"{payer} {payee} {fen}"


def _lines(*pairs: tuple[str, int]) -> Counter[str]:
    return Counter(dict(pairs))
