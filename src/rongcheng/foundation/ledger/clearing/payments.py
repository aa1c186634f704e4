"""Payments of a netted window (收付确认): pools settle their net, agencies pay institutions.

Accounts: `net:{pool}` goes to zero by what is confirmed; `paid:{pool}` is what a pool's bank paid
out (+) less what it took in (-). When all is confirmed, every `net` is zero and each pool has paid
out exactly what its funds gave.
"""

from __future__ import annotations

from rongcheng.foundation.ledger.actions import post_entry
from rongcheng.foundation.ledger.clearing.acts import (
    Draft,
    check_amount,
    check_reference,
    earlier_act,
    find_act,
    one_at_a_time,
    record_act,
)
from rongcheng.foundation.ledger.clearing.errors import (
    ActConflict,
    NothingDue,
    PaymentAboveDue,
    WindowNotNetted,
)
from rongcheng.foundation.ledger.clearing.netting import list_nets, reference_of
from rongcheng.foundation.ledger.clearing.positions import (
    find_window,
    is_netted,
    list_institution_dues,
    positions_of,
)
from rongcheng.foundation.ledger.clearing.types import (
    INSTITUTION_PAYMENT,
    PAYMENT,
    RECEIPT,
    Confirmation,
    InstitutionDue,
)
from rongcheng.foundation.ledger.models import ClearingAct
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import display_yuan
from rongcheng.web.actor import Actor


def confirm_payment(
    metro: str, seq: int, pool: str, *, amount_fen: int, bank_reference: str, actor: Actor
) -> Confirmation:
    """Confirm that a pool paid, or received, part or all of its net (到账确认).

    The bank reference makes it safe to repeat. Raises WindowNotNetted, NothingDue,
    PaymentAboveDue, AmountNotPositive, BankReferenceInvalid, ActConflict.
    """
    _check_netted(metro, seq)
    amount = check_amount(amount_fen)
    note = check_reference(bank_reference)
    with one_at_a_time(metro):
        net = next((net for net in list_nets(metro, seq) if net.pool == pool), None)
        if net is None or net.net_fen == 0:
            raise NothingDue(subject=pool, seq=seq)
        pays = net.net_fen > 0
        kind = "pay" if pays else "receive"
        key = f"clearing:{kind}:{metro}:{seq}:{pool}:{note}"
        draft = Draft(key, metro, seq, kind, pool, amount, note)
        earlier = earlier_act(draft)
        if earlier is not None:
            return _confirmation(earlier)
        if amount > net.left_fen:
            left = display_yuan(net.left_fen)
            raise PaymentAboveDue(amount=display_yuan(amount), left=left)
        moved = amount if pays else -amount
        entry = post_entry(
            key=key,
            metro=metro,
            kind=PAYMENT if pays else RECEIPT,
            reference=reference_of(metro, seq),
            occurred_at=get_clock().now(),
            postings=[PostingLine(f"net:{pool}", -moved), PostingLine(f"paid:{pool}", moved)],
        )
        return _confirmation(record_act(draft, actor, entry))


def pay_institution(
    metro: str, seq: int, code: str, *, pool: str, bank_reference: str, actor: Actor
) -> Confirmation:
    """Pay an institution all that a netted window holds for it (支付机构), once.

    `pool` is whose agency pays: that of the place of care. A sum that is not above zero is carried
    to the next window instead. Raises WindowNotNetted, NothingDue, BankReferenceInvalid,
    ActConflict for another bank reference than the first.
    """
    _check_netted(metro, seq)
    note = check_reference(bank_reference)
    key = f"clearing:pay_institution:{metro}:{seq}:{code}"
    with one_at_a_time(metro):
        earlier = find_act(key)
        if earlier is not None:
            if earlier.note != note:
                raise ActConflict(number=code)
            return _confirmation(earlier)
        account, due = _due_of(metro, seq, code)
        entry = post_entry(
            key=key,
            metro=metro,
            kind=INSTITUTION_PAYMENT,
            reference=reference_of(metro, seq),
            occurred_at=get_clock().now(),
            postings=[
                PostingLine(account, -due.due_fen),
                PostingLine(f"paid:{pool}", due.due_fen),
            ],
        )
        draft = Draft(key, metro, seq, "pay_institution", code, due.due_fen, note)
        return _confirmation(record_act(draft, actor, entry))


def list_confirmations(metro: str, seq: int) -> list[Confirmation]:
    """Return the confirmed payments between pools of a window, oldest first."""
    acts = ClearingAct.objects.filter(metro=metro, seq=seq, kind__in=("pay", "receive"))
    return [_confirmation(act) for act in acts.order_by("id")]


def _due_of(metro: str, seq: int, code: str) -> tuple[str, InstitutionDue]:
    for due in list_institution_dues(metro, seq):
        if due.code == code and due.due_fen > 0:
            accounts = [row.code for row in positions_of(metro, seq)]
            return next(a for a in accounts if a.split(":")[1:] == [code, "fund"]), due
    raise NothingDue(subject=code, seq=seq)


def _check_netted(metro: str, seq: int) -> None:
    find_window(metro, seq)
    if not is_netted(metro, seq):
        raise WindowNotNetted(seq=seq)


def _confirmation(act: ClearingAct) -> Confirmation:
    assert act.entry_id is not None
    return Confirmation(
        act.entry_id, act.subject, act.amount_fen, act.note, act.at, act.actor_label
    )
