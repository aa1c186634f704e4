"""What is wrong with a message (报文错误): names the field and the fix, in Chinese, on the wire."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, RongchengError
from rongcheng.services.health.cores.errors import BillChanged, CoreCallCancelled
from rongcheng.services.health.errors import (
    AlreadyReversed,
    BillNegative,
    DiseaseUnknown,
    FileHoldsIdNumber,
    FileRowWrong,
    FileUnknown,
    FileUnreadable,
    InstitutionNotNetworked,
    ItemUnknown,
    LineAmountWrong,
    NoLines,
    NothingToSettle,
    OutOfOrder,
    PeriodWrong,
    PlaceUnknown,
    RequestConflict,
    SerialRepeated,
    SettlementUnknown,
    TooLate,
    VisitUnknown,
)
from rongcheng.services.health.filing_errors import (
    ApplicationReviewed,
    ApplicationWaits,
    DiseaseAlreadyGranted,
    FilingDaysWrong,
    FilingNotNeeded,
    FilingNotYours,
    FilingRevokedAlready,
    FilingUnknown,
    ReasonMissing,
)
from rongcheng.services.health.stay_errors import (
    AlreadyInHospital,
    KindDiffers,
    LaterSettlementStands,
    LineReturned,
    LinesNotOpen,
    NotSettledHere,
    ReturnWrong,
    StayDaysWrong,
    StayHeld,
    StayUnknown,
)


class MessageFault(CallerError):
    """Any fault of a message; answered with infcode -1 and nothing stored."""

    code = "health.E100"
    zh = "报文有误，请对照接口规范检查后重发。"
    en = "The message is faulty; check it against the specification and send it again."


class NotJson(MessageFault):
    """The body is not a JSON object."""

    code = "health.E101"
    zh = "报文不是有效的 JSON 对象（{detail}），请检查编码（UTF-8）和括号、引号后重发。"
    en = "The message is not a JSON object ({detail}); check encoding, braces and quotes."


class TooLarge(MessageFault):
    """The body is over the size that one message may have."""

    code = "health.E102"
    zh = "报文有 {size} 字节，超过上限 {limit} 字节，请分成几份报文上传。"
    en = "The message has {size} bytes, the limit is {limit}; send it in several batches."


class FieldMissing(MessageFault):
    """A required field is absent or empty."""

    code = "health.E103"
    zh = "字段 {path}（{name}）必填，现在为空，请补上后重发。"
    en = "Field {path} is required and empty; fill it in and send again."


class FieldInvalid(MessageFault):
    """A field's value does not fit its type."""

    code = "health.E104"
    zh = "字段 {path}（{name}）的值不符合要求：应为{expected}，请改正后重发。"
    en = "Field {path} does not fit: expected {expected_en}; correct it and send again."


class CodeUnknown(MessageFault):
    """A coded field holds a code that is not in its dictionary, or not settled here."""

    code = "health.E105"
    zh = "字段 {path}（{name}）的代码“{given}”不在可用范围，可用：{known}。"
    en = "Field {path} holds code {given}; usable here: {known_codes}."


class TransactionUnknown(MessageFault):
    """A transaction number that this house does not answer."""

    code = "health.E106"
    zh = "字段 infno（交易编号）“{given}”没有开通，已开通：{known}。"
    en = "Transaction {given} is not open here; open are {known}."


class MsgidMalformed(MessageFault):
    """A message id that is not institution + time + serial."""

    code = "health.E107"
    zh = "字段 msgid（发送方报文ID）应为机构编号12位+时间14位+顺序号3至4位，请按规则生成。"
    en = "msgid must be institution (12) + time (14) + serial (3 or 4)."


class MsgidReused(MessageFault):
    """A message id that already stands for another content."""

    code = "health.E108"
    zh = "字段 msgid（发送方报文ID）{msgid} 已经用于另一份报文。重试请发原文，新交易请换新号。"
    en = "msgid {msgid} already stands for another message; resend the original or renew the id."


class SenderMismatch(MessageFault):
    """The envelope or the message id names another institution than the credential."""

    code = "health.E109"
    zh = "字段 {path}（{name}）不是访问密钥所属的机构，请用本机构编号。"
    en = "Field {path} is not of the institution that the access key belongs to; use your own."


class RegionMismatch(MessageFault):
    """A region of the envelope that does not fit the institution or the person."""

    code = "health.E110"
    zh = "字段 {path}（{name}）“{given}”与记录不符，应为“{expected}”，请改正后重发。"
    en = "Field {path} is {given}, on record is {expected}; correct it and send again."


class PersonMismatch(MessageFault):
    """The document or name does not belong to the person number."""

    code = "health.E111"
    zh = "字段 {path}（{name}）与参保登记不一致，请核对证件后重发。"
    en = "Field {path} differs from the insurance record; check the document and send again."


class ServiceMismatch(MessageFault):
    """The signed service name is another transaction than the envelope's."""

    code = "health.E112"
    zh = "请求头 _api_name“{given}”与字段 infno（交易编号）“{expected}”不一致，请改一致后重新签名。"
    en = "Header _api_name is {given}, infno is {expected}; make them one and sign again."


class InsuredPlaceMismatch(MessageFault):
    """The envelope's place of insurance is not that of the person; hers is not told."""

    code = "health.E113"
    zh = "字段 {path}（{name}）“{given}”不是该人员编号的参保地，请用 1101 返回的区划重发。"
    en = "Field {path}, {given}, is not this person's place of insurance; use what 1101 returned."


class VoucherRefused(MessageFault):
    """An e-voucher or its token is not in force."""

    code = "health.E114"
    zh = (
        "字段 {path}（{name}）：这张医保码没有查到或已过期，"
        "请参保人打开手机重新出示并做 6101 解码，或改用身份证。"
    )
    en = "Field {path}: unknown or expired; show a fresh e-voucher, decode it (6101), or a card."


class IdNumberInClear(MessageFault):
    """An ID number stands in a field that is kept in clear."""

    code = "health.E115"
    zh = "字段 {path}（{name}）里有身份证号，这里不能写身份证号，请换成院内编号后重发。"
    en = "Field {path} holds an ID number, which is never kept in clear; use your own number."


class DayNotGoverned(MessageFault):
    """A day for which no policy is published: most often a mistyped year."""

    code = "health.E116"
    status = 422
    zh = (
        "字段 {path}（{name}）：{on} 没有已发布的政策（{key}），"
        "请核对日期；日期无误请联系都市圈协同办。"
    )
    en = "Field {path}: no policy ({key}) is published for {on}; check the day, else call us."


class ReceiverUnknown(MessageFault):
    """The receiving hospital of a referral is not on the metro's published list."""

    code = "health.E123"
    zh = "字段 {path}（{name}）“{given}”不在已发布的定点名单里，或就是本机构，请核对转往机构编号。"
    en = "Field {path}, {given}, is no listed institution, or is your own; check the receiver."


class CertifierUnknown(MessageFault):
    """The institution that certified a special disease is not on the published list."""

    code = "health.E124"
    zh = "字段 {path}（{name}）“{given}”不在已发布的定点名单里，请核对鉴定机构的编号。"
    en = "Field {path}, {given}, is no listed institution; check who certified."


class MessageCancelled(MessageFault):
    """A message that was cancelled by 2601 before it arrived, or after it had been done."""

    code = "health.E117"
    status = 409
    zh = (
        "字段 msgid（发送方报文ID）{msgid} 已在 {at} 用 2601 冲正，这份报文不再办理，"
        "什么也没有改动。要重新办理请换新的 msgid。"
    )
    en = "msgid {msgid} was cancelled by 2601 at {at}; nothing was changed. Renew the id to do it."


class OriginalMismatch(MessageFault):
    """A reversal that does not fit the message it names; nothing was reversed."""

    code = "health.E118"
    zh = "字段 {path}（{name}）与原交易 {omsgid} 不符：{why}。什么也没有冲正，请核对后重发。"
    en = "Field {path} does not fit message {omsgid}: {why_en}. Nothing was reversed."


WIRE_FIELDS: dict[type[RongchengError], str] = {
    LineAmountWrong: "det_item_fee_sumamt",
    ItemUnknown: "med_list_codg",
    SerialRepeated: "feedetl_sn",
    BillNegative: "det_item_fee_sumamt",
    VisitUnknown: "mdtrt_id",
    OutOfOrder: "mdtrt_id",
    SettlementUnknown: "setl_id",
    AlreadyReversed: "setl_id",
    NothingToSettle: "medfee_sumamt",
    NoLines: "chrg_bchno",
    TooLate: "fee_ocur_time",
    RequestConflict: "msgid",
    CoreCallCancelled: "msgid",
    BillChanged: "mdtrt_id",
    InstitutionNotNetworked: "fixmedins_code",
    PlaceUnknown: "fixmedins_code",
    DiseaseUnknown: "opsp_dise_code",
    FilingNotNeeded: "mdtrtarea_admdvs",
    FilingDaysWrong: "begndate",
    FilingNotYours: "trt_dcla_detl_sn",
    FilingUnknown: "trt_dcla_detl_sn",
    FilingRevokedAlready: "trt_dcla_detl_sn",
    ReasonMissing: "memo",
    ApplicationWaits: "opsp_dise_code",
    DiseaseAlreadyGranted: "opsp_dise_code",
    ApplicationReviewed: "trt_dcla_detl_sn",
    FileUnknown: "file_qury_no",
    FileUnreadable: "file_qury_no",
    FileRowWrong: "file_qury_no",
    FileHoldsIdNumber: "in",
    PeriodWrong: "stmt_begndate",
    StayUnknown: "mdtrt_id",
    AlreadyInHospital: "psn_no",
    StayHeld: "mdtrt_id",
    ReturnWrong: "init_feedetl_sn",
    LinesNotOpen: "feedetl_sn",
    LineReturned: "feedetl_sn",
    LaterSettlementStands: "setl_id",
    NotSettledHere: "mdtrt_id",
    StayDaysWrong: "endtime",
    KindDiffers: "med_type",
}
"""The field of the interface that an error of the room is about."""


def tell(fault: RongchengError) -> str:
    """Return what is wrong in Chinese, led by the wire's own field name."""
    said = fault.message("zh")
    field = WIRE_FIELDS.get(type(fault))
    return said if field is None else f"字段 {field}：{said}"
