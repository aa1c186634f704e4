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
from rongcheng.services.health.care.moving import lock_stay
from rongcheng.services.health.care.stays import cancel_admission
from rongcheng.services.health.cores.cancelling import cancel_request
from rongcheng.services.health.cores.recording import check_asked, is_of_core
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
from rongcheng.services.health.settling import reversing
from rongcheng.services.health.settling import stays as settling_stays
from rongcheng.services.health.types import Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor


class Original(NamedTuple):
    """The message to take back: its id, whose it was, and what it was answered."""

    msgid: str
    psn_no: str
    output: dict[str, Any]


class Prepare(Protocol):
    """How the core that decided a kind of settlement is asked to take it back."""

    def __call__(
        self, place: Place, setl_id: str, mdtrt_id: str, request: SettlementRequest
    ) -> CoreCall | None:
        """Return the call, None where no core decided."""


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
        settled = Settlement.objects.select_related("visit", "reversed_by").get(
            institution_id=place.code, request_id=original.msgid
        )
        if settled.psn_no != original.psn_no:
            raise _mismatch("psn_no", original.msgid, *_ANOTHER_PERSON)
        request = _request_of(message, original.psn_no)
        back = getattr(settled, "reversed_by", None)
        if back is not None and back.request_id != request.request_id:
            return ""  # The hospital knew it after all and took it back itself.
        check_asked(place, request, settled.setl_id)
        try:
            made = reverse(
                place,
                settled.setl_id,
                settled.visit.mdtrt_id,
                request,
                message.caller.actor,
                trace_id=message.trace_id,
            )
        except AlreadyReversed:
            return ""  # At this very moment, by another message.
        return made.setl_id

    return take_back


def _request_of(message: Message, psn_no: str) -> SettlementRequest:
    """Return the request to take a settlement back that a 2601 is."""
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
    "2207": settlement_by(reversing.reverse_settlement),
    "2304": settlement_by(settling_stays.reverse_stay),
    "2401": cancel_stay,
}
"""How each reversible transaction is taken back. 2102 is not open here."""

PREPARE_BACK: dict[str, Prepare] = {
    "2207": reversing.prepare_reversal,
    "2304": settling_stays.prepare_reversal,
}
"""How the core that decided is asked first, before the transaction of 2601."""

_ANOTHER_PERSON = ("它办的是另一位参保人", "it was about another person")
_ANOTHER_PLACE = ("它不是本机构的报文", "it is not a message of this institution")


def _mismatch(field: str, omsgid: str, why: str, why_en: str) -> OriginalMismatch:
    return OriginalMismatch(**named(f"input.data.{field}"), omsgid=omsgid, why=why, why_en=why_en)


def prepare_cancel(message: Message, checked: dict[str, Any]) -> CoreCall | None:
    """2601, before its transaction: have the core that decided the original take it back.

    None where there is nothing to ask: no core decided, it never came so far, or it was taken
    back before. What is wrong with the message is told by the transaction itself.
    """
    row = checked["data"]
    omsgid, infno, psn_no = row["omsgid"], row["oinfno"], row["psn_no"]
    _check_original(message, omsgid, infno)
    member = member_of(message, psn_no)
    place, prepare = message.caller.place, PREPARE_BACK.get(infno)
    kept = find_kept(place, omsgid)
    if prepare is None or kept is None or find_cancelled(place, omsgid) is not None:
        return None
    _check_same(omsgid, (kept.infno, kept.person), (infno, str(member.person.id)))
    settled = (
        Settlement.objects.select_related("visit")
        .filter(institution_id=place.code, request_id=omsgid, psn_no=psn_no)
        .first()
    )
    if settled is None or not is_of_core(settled.setl_id):
        return None
    request = _request_of(message, psn_no)
    try:
        return prepare(place, settled.setl_id, settled.visit.mdtrt_id, request)
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
    if kept is not None:
        _check_same(omsgid, (kept.infno, kept.person), (infno, str(member.person.id)))
        reversal_id = TAKE_BACK[infno](message, Original(omsgid, psn_no, _output(kept)))
    else:
        _cancel_call(message, omsgid, psn_no)
    CancelledMessage.objects.create(
        institution_id=message.caller.place.code,
        msgid=omsgid,
        infno=infno,
        psn_no=psn_no,
        reversal_id=reversal_id,
        cancelled_at=message.received,
    )
    return done._replace(recorded=bool(reversal_id))


def _cancel_call(message: Message, omsgid: str, psn_no: str) -> None:
    """Cancel what the original may have begun at a core; the catching up has that confirmed."""
    call = cancel_request(message.caller.place.code, omsgid)
    if call is not None and call.psn_no != psn_no:
        raise _mismatch("psn_no", omsgid, *_ANOTHER_PERSON)


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
