"""What can go wrong with an inpatient stay (住院), each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class StayUnknown(CallerError):
    """No stay by this number at this institution."""

    code = "health.E022"
    status = 404
    zh = "没有住院记录 {mdtrt_id}，请核对就诊ID，或先做 2401 入院办理。"
    en = "No stay {mdtrt_id} at this institution; check the id or admit the patient first (2401)."


class AlreadyInHospital(CallerError):
    """The person has a stay at this institution that has not ended."""

    code = "health.E023"
    status = 409
    zh = "这位参保人正在本院住院（就诊ID {mdtrt_id}），请接着用它，或先做 2402 出院、2404 撤销。"
    en = (
        "This person is in hospital here already (stay {mdtrt_id}); go on with it, or discharge "
        "(2402) or cancel (2404) it first."
    )


class StayHeld(CallerError):
    """Something of the stay stands in the way of the step; nothing was changed."""

    code = "health.E024"
    status = 409
    zh = "现在不能{event_zh}：这次住院还有{what_zh}，请先{hint_zh}。"
    en = "Cannot {event_en}: the stay still has {what_en}; {hint_en} first."


class ReturnWrong(CallerError):
    """A return that does not fit the line it names."""

    code = "health.E025"
    zh = "退费明细 {serial}：{why_zh}，请核对原费用流水号后重发。"
    en = "Returned line {serial}: {why_en}; check the original's serial and send again."


class LinesNotOpen(CallerError):
    """Lines to be taken back that are not there, settled, or of the merged emergency visit."""

    code = "health.E026"
    zh = (
        "费用明细 {serials} 撤不了：没有上传过、已经结算，或由急诊并入。"
        "已结算的先做 2305；并入的用退费明细冲减，或做 2404 撤销入院。"
    )
    en = (
        "Lines {serials} cannot be taken back: never sent, settled, or merged from an emergency "
        "visit. Reverse first (2305); a merged line is corrected by a return or given back (2404)."
    )


class LineReturned(CallerError):
    """A line that a later return refers to."""

    code = "health.E027"
    status = 409
    zh = "费用明细 {serials} 还有退费明细冲着它，请和退费明细一起撤销。"
    en = "Lines {serials} have returns that name them; take those back in the same message."


class LaterSettlementStands(CallerError):
    """An earlier settlement of a stay cannot go while a later one rests on it."""

    code = "health.E028"
    status = 409
    zh = "这次住院后来又结算过（{later}），要从最后一笔往前撤，请先撤销 {later}。"
    en = "The stay was settled again later ({later}); reverse from the last one, {later}, back."


class NotSettledHere(CallerError):
    """A stay or visit that cannot be settled directly as it is: what is missing or bars it."""

    code = "health.E029"
    status = 422
    zh = "不能直接结算：{why_zh}。"
    en = "No direct settlement: {why_en}."


class StayDaysWrong(CallerError):
    """Admission and discharge in an order that no stay has."""

    code = "health.E120"
    zh = "入院时间 {begun} 晚于出院时间 {ended}，请核对后重发。"
    en = "Admission at {begun} lies after discharge at {ended}; correct them and send again."


class KindDiffers(CallerError):
    """Lines of another category of care than the stay that they are sent to."""

    code = "health.E121"
    zh = "明细的医疗类别是 {given}，这次住院是 {expected}，请改一致；住院类别有误请先做 2403。"
    en = "The lines say category {given}, the stay is {expected}; make them one (2403)."
