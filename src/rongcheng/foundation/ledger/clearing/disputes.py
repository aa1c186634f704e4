"""Disputes as entries (争议): a questioned amount steps out of the claim until it is decided.

A dispute moves a claim's amount to `disputed:…` in the open window. Accepted, it moves back, into
the window then open. Upheld, it rests there until the settlement is taken back. The reversal
leaves the claim at -x and `disputed` at +x, whichever windows they fell into; clearing off takes
both to zero. It runs by itself before each closing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rongcheng.foundation.ledger.actions import post_entry
from rongcheng.foundation.ledger.clearing.acts import (
    Draft,
    check_reason,
    find_act,
    one_at_a_time,
    record_act,
)
from rongcheng.foundation.ledger.clearing.codes import disputed_code, is_claim, pair_of
from rongcheng.foundation.ledger.clearing.errors import (
    ActConflict,
    DisputeDecided,
    DisputeUnknown,
    NothingToDispute,
)
from rongcheng.foundation.ledger.clearing.types import (
    DISPUTE,
    DISPUTE_ACCEPTED,
    DISPUTE_CLEARED,
    DisputeInfo,
)
from rongcheng.foundation.ledger.models import ClearingAct, LedgerEntry
from rongcheng.foundation.ledger.queries import get_entries, get_entry
from rongcheng.foundation.ledger.types import EntryInfo, PostingLine
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

OUTCOMES = ("clear_off", "accept", "uphold")
"""Acts that decide a dispute; the first one found is its outcome."""
_WORDS = {"clear_off": "cleared", "accept": "accepted", "uphold": "upheld"}


def raise_dispute(entry_id: int, reason: str, actor: Actor) -> DisputeInfo:
    """Dispute a settlement's amount between pools (提出争议), once, and return the dispute.

    The same reason again is the same dispute. Raises EntryUnknown, NothingToDispute, ReasonInvalid,
    ActConflict.
    """
    text = check_reason(reason)
    entry = get_entry(entry_id)
    claims = [line for line in entry.lines if is_claim(line.code)]
    if not claims or entry.reverses is not None or entry.kind.startswith("clearing."):
        raise NothingToDispute(entry=entry_id)
    key = _key("dispute", entry_id)
    with one_at_a_time(entry.metro):
        earlier = find_act(key)
        if earlier is None:
            if _is_reversed(entry_id):
                raise NothingToDispute(entry=entry_id)
            amount = sum(line.amount_fen for line in claims)
            draft = Draft(
                key, entry.metro, entry.window_seq, "dispute", str(entry_id), amount, text
            )
            record_act(draft, actor, _move(key, DISPUTE, entry, aside=True))
        elif earlier.note != text:
            raise ActConflict(number=entry.reference)
    return get_dispute(entry_id)


def accept_dispute(entry_id: int, actor: Actor) -> DisputeInfo:
    """Accept the settlement after all (认可): its amount falls into the window now open.

    Raises DisputeUnknown, DisputeDecided.
    """
    entry = get_entry(entry_id)
    with one_at_a_time(entry.metro):
        if not _is_decided(entry_id, "accept"):
            key = _key("accept", entry_id)
            moved = _move(key, DISPUTE_ACCEPTED, entry, aside=False)
            record_act(_decision(entry, "accept"), actor, moved)
    return get_dispute(entry_id)


def uphold_dispute(entry_id: int, actor: Actor) -> DisputeInfo:
    """Agree that the settlement was wrong (争议成立): the amount waits for its reversal.

    Raises DisputeUnknown, DisputeDecided.
    """
    entry = get_entry(entry_id)
    with one_at_a_time(entry.metro):
        if not _is_decided(entry_id, "uphold"):
            record_act(_decision(entry, "uphold"), actor)
    return get_dispute(entry_id)


def clear_off_disputes(metro: str, actor: Actor) -> list[int]:
    """Clear off the disputes whose settlement was taken back, and return their entries."""
    cleared = []
    with one_at_a_time(metro):
        for dispute in list_disputes(metro):
            waits = dispute.outcome in ("open", "upheld")
            if not waits or not _is_reversed(dispute.entry_id):
                continue
            entry = get_entry(dispute.entry_id)
            key = _key("clear_off", entry.id)
            moved = _move(key, DISPUTE_CLEARED, entry, aside=False)
            record_act(_decision(entry, "clear_off"), actor, moved)
            cleared.append(entry.id)
    return cleared


def get_dispute(entry_id: int) -> DisputeInfo:
    """Return the dispute about an entry; raises DisputeUnknown."""
    act = find_act(_key("dispute", entry_id))
    if act is None:
        raise DisputeUnknown(entry=entry_id)
    return infos_of([act])[0]


def find_dispute(entry_id: int) -> DisputeInfo | None:
    """Return the dispute about an entry, or None where there is none."""
    act = find_act(_key("dispute", entry_id))
    return infos_of([act])[0] if act else None


def list_disputes(metro: str) -> list[DisputeInfo]:
    """Return the metro's disputes, newest first."""
    return infos_of(ClearingAct.objects.filter(metro=metro, kind="dispute").order_by("-id"))


def infos_of(acts: Iterable[ClearingAct]) -> list[DisputeInfo]:
    """Return the disputes that these acts raised, in their order, by as many queries for any."""
    raised = list(acts)
    ids = [int(act.subject) for act in raised]
    entries = get_entries(ids)
    decisions = ClearingAct.objects.filter(
        key__in=[_key(kind, entry_id) for kind in OUTCOMES for entry_id in ids]
    )
    decided = {(act.kind, int(act.subject)): act for act in decisions}
    return [_info(act, entries[int(act.subject)], decided) for act in raised]


def _info(
    act: ClearingAct, entry: EntryInfo, decided: dict[tuple[str, int], ClearingAct]
) -> DisputeInfo:
    kind = next((kind for kind in OUTCOMES if (kind, entry.id) in decided), "")
    decision = decided.get((kind, entry.id))
    at: datetime | None = decision.at if decision else None
    return DisputeInfo(
        entry_id=entry.id,
        reference=entry.reference,
        metro=act.metro,
        seq=act.seq,
        pairs=tuple(pair_of(line.code) for line in entry.lines if is_claim(line.code)),
        amount_fen=act.amount_fen,
        reason=act.note,
        raised_by=act.actor_label,
        raised_at=act.at,
        outcome=_WORDS.get(kind, "open"),
        decided_by=decision.actor_label if decision else "",
        decided_at=at,
    )


def _move(key: str, kind: str, entry: EntryInfo, *, aside: bool) -> int:
    """Move an entry's claims aside, or back."""
    sign = 1 if aside else -1
    lines = []
    for line in entry.lines:
        if is_claim(line.code):
            lines.append(PostingLine(line.code, -sign * line.amount_fen))
            lines.append(PostingLine(disputed_code(line.code), sign * line.amount_fen))
    return post_entry(
        key=key,
        metro=entry.metro,
        kind=kind,
        reference=entry.reference,
        occurred_at=get_clock().now(),
        postings=lines,
    )


def _decision(entry: EntryInfo, kind: str) -> Draft:
    return Draft(_key(kind, entry.id), entry.metro, entry.window_seq, kind, str(entry.id))


def _is_decided(entry_id: int, wanted: str) -> bool:
    """Return whether this was decided before; raises DisputeDecided if otherwise."""
    outcome = get_dispute(entry_id).outcome
    if outcome not in ("open", _WORDS[wanted]):
        raise DisputeDecided(entry=entry_id, outcome=outcome)
    return outcome == _WORDS[wanted]


def _is_reversed(entry_id: int) -> bool:
    return LedgerEntry.objects.filter(reverses_id=entry_id).exists()


def _key(kind: str, entry_id: int) -> str:
    return f"clearing:{kind}:{entry_id}"
