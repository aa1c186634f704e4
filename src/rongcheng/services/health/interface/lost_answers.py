"""When the answer was lost (冲正): 2601 takes back what a message did, or keeps it from happening.

Whatever the order in which a message and its reversal arrive, also at the same moment, the money
has moved zero times in sum: both wait for the one lock of the message's id. A tombstone stays, so
that the message arriving late is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from django.db import transaction

from rongcheng.kernel.errors import MessageIdInvalid
from rongcheng.kernel.identifiers import check_message_id
from rongcheng.services.health.cores.cancelling import cancel_request
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.errors import AlreadyReversed
from rongcheng.services.health.hsa.faults import CodeUnknown, FieldInvalid, OriginalMismatch
from rongcheng.services.health.interface.message import Done, Message, named
from rongcheng.services.health.interface.persons import member_of
from rongcheng.services.health.interface.retries import (
    KeptAnswer,
    find_cancelled,
    find_kept,
    lock_message,
)
from rongcheng.services.health.models import CancelledMessage, CoreCall, Settlement
from rongcheng.services.health.moving import lock_stay
from rongcheng.services.health.reversing import prepare_reversal, reverse_settlement
from rongcheng.services.health.settling_stays import prepare_reversal as prepare_stay_reversal
from rongcheng.services.health.settling_stays import reverse_stay
from rongcheng.services.health.stays import cancel_admission
from rongcheng.services.health.types import Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor


class Original(NamedTuple):
    """The message to take back: its id, whose it was, and what it was answered."""

    msgid: str
    psn_no: str
    output: dict[str, Any]


class Reverse(Protocol):
    """How a kind of settlement is taken back."""

    def __call__(
        self,
        place: Place,
        setl_id: str,
        mdtrt_id: str,
        request: SettlementRequest,
        actor: Actor,
        *,
        trace_id: str,
    ) -> Settled:
        """Return the counter-settlement."""


TakeBack = Callable[[Message, Original], str]
"""Takes back what a message did; returns the number of the counter-settlement, if it made one."""


def settlement_by(reverse: Reverse) -> TakeBack:
    """Return how a message that settled is taken back: by a counter-settlement, as 2208 does."""

    def take_back(message: Message, original: Original) -> str:
        place = message.caller.place
        settled = Settlement.objects.select_related("visit").get(
            institution_id=place.code, request_id=original.msgid
        )
        if settled.psn_no != original.psn_no:
            raise _mismatch("psn_no", original.msgid, *_ANOTHER_PERSON)
        try:
            back = reverse(
                place,
                settled.setl_id,
                settled.visit.mdtrt_id,
                _request_back(message, original.psn_no),
                message.caller.actor,
                trace_id=message.trace_id,
            )
        except AlreadyReversed:
            # The hospital knew it after all and took it back itself.
            return ""
        return back.setl_id

    return take_back


def _request_back(message: Message, psn_no: str) -> SettlementRequest:
    return SettlementRequest(
        psn_no=psn_no,
        kind=0,
        disease_code="",
        charges=(),
        account_use=0,
        request_id=message.envelope.msgid,
        request_hash=message.body_hash,
    )


def cancel_stay(message: Message, original: Original) -> str:
    """Take an admission back, unless the hospital did so before; it makes no counter-settlement."""
    place, mdtrt_id = message.caller.place, original.output["result"]["mdtrt_id"]
    with transaction.atomic():
        if lock_stay(place, mdtrt_id, original.psn_no).state != StayState.CANCELLED:
            cancel_admission(place, mdtrt_id, original.psn_no)
    return ""


TAKE_BACK: dict[str, TakeBack] = {
    "2207": settlement_by(reverse_settlement),
    "2304": settlement_by(reverse_stay),
    "2401": cancel_stay,
}
"""How each reversible transaction is taken back. 2102 is not open here."""

_PREPARE = {"2207": prepare_reversal, "2304": prepare_stay_reversal}

_ANOTHER_PERSON = ("它办的是另一位参保人", "it was about another person")
_ANOTHER_PLACE = ("它不是本机构的报文", "it is not a message of this institution")


def _mismatch(field: str, omsgid: str, why: str, why_en: str) -> OriginalMismatch:
    return OriginalMismatch(**named(f"input.data.{field}"), omsgid=omsgid, why=why, why_en=why_en)


def prepare_cancel(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2601, before its transaction: have the core that decided take the settlement back.

    None where the message settled nothing so far, or no core decided; what it names wrongly, or
    what was taken back before, the act itself answers.
    """
    row, place = checked["data"], message.caller.place
    prepare = _PREPARE.get(row["oinfno"])
    settled = (
        Settlement.objects.select_related("visit")
        .filter(institution_id=place.code, request_id=row["omsgid"], psn_no=row["psn_no"])
        .first()
    )
    if prepare is None or settled is None or find_cancelled(place, row["omsgid"]) is not None:
        return None
    asked = _request_back(message, row["psn_no"])
    try:
        return prepare(place, settled.setl_id, settled.visit.mdtrt_id, asked)
    except AlreadyReversed:
        return None


def cancel_message(message: Message, checked: dict[str, Any]) -> Done:
    """2601: take back what the original message did; if it never came, it never will."""
    row = checked["data"]
    omsgid, infno, psn_no = row["omsgid"], row["oinfno"], row["psn_no"]
    _check_original(message, omsgid, infno)
    member = member_of(message, psn_no)
    done = Done({}, member.person.id, ("settlement",))
    lock_message(omsgid)
    earlier = find_cancelled(message.caller.place, omsgid)
    if earlier is not None:
        _check_same(omsgid, (earlier.infno, earlier.psn_no), (infno, psn_no))
        return done
    kept = find_kept(message.caller.place, omsgid)
    reversal_id = ""
    if kept is None:
        # A core may have decided all the same: what it holds for nobody is taken back there.
        cancel_request(message.caller.place.code, omsgid)
    else:
        _check_same(omsgid, (kept.infno, kept.person), (infno, str(member.person.id)))
        reversal_id = TAKE_BACK[infno](message, Original(omsgid, psn_no, _output(kept)))
    CancelledMessage.objects.create(
        institution_id=message.caller.place.code,
        msgid=omsgid,
        infno=infno,
        psn_no=psn_no,
        reversal_id=reversal_id,
        cancelled_at=message.received,
    )
    return done._replace(recorded=bool(reversal_id))


def _output(kept: KeptAnswer) -> dict[str, Any]:
    output: dict[str, Any] = kept.answer["output"]
    return output


def _check_original(message: Message, omsgid: str, infno: str) -> None:
    """Refuse what no message of this institution can be named by."""
    if infno not in TAKE_BACK:
        known = "、".join(sorted(TAKE_BACK))
        raise CodeUnknown(**named("input.data.oinfno"), given=infno, known=known, known_codes=known)
    try:
        check_message_id(omsgid)
    except MessageIdInvalid:
        raise FieldInvalid(
            **named("input.data.omsgid"),
            expected="机构编号12位+时间14位+顺序号3至4位",
            expected_en="institution (12) + time (14) + serial (3 or 4)",
        ) from None
    if not omsgid.startswith(message.caller.place.code):
        raise _mismatch("omsgid", omsgid, *_ANOTHER_PLACE)
    if omsgid == message.envelope.msgid:
        raise FieldInvalid(
            **named("input.data.omsgid"),
            expected="要冲正的那份报文的 msgid，不是这一份的",
            expected_en="the msgid of the message to cancel, not of this one",
        )


def _check_same(omsgid: str, held: tuple[str, str], given: tuple[str, str]) -> None:
    """Refuse a reversal that names another transaction or another person than the message had."""
    if held[0] != given[0]:
        why = f"它办的是 {held[0]}"
        raise _mismatch("oinfno", omsgid, why, f"it was {held[0]}")
    if held[1] != given[1]:
        raise _mismatch("psn_no", omsgid, *_ANOTHER_PERSON)
