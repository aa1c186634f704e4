"""What can go wrong at the health doors, each with whose fault it is and what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class LineAmountWrong(CallerError):
    """A charge line's amount is not price × quantity."""

    code = "health.E001"
    zh = "费用明细 {serial}：金额 {stated} 元不等于单价×数量 {computed} 元，请核对后重发。"
    en = "Line {serial}: {stated} is not price × quantity, {computed}; correct it and send again."


class ItemUnknown(CallerError):
    """A charge line names an item that the catalogue of the place of care does not hold."""

    code = "health.E002"
    zh = "费用明细 {serial}：就医地目录里没有项目 {item}（{on}），请先做目录对照，再重发。"
    en = "Line {serial}: item {item} is not in the catalogue on {on}; match it and send again."


class SerialRepeated(CallerError):
    """Two charge lines of a visit carry one serial."""

    code = "health.E003"
    zh = "费用明细流水号 {serial} 重复，同一次就诊内每条明细的流水号要不同。"
    en = "Line serial {serial} is repeated; every line of a visit needs its own."


class TotalsDiffer(CallerError):
    """The stated total is not the sum of the lines."""

    code = "health.E004"
    zh = "{field} 写的是 {stated} 元，明细合计 {computed} 元，请按明细合计重发。"
    en = "{field} says {stated}, the lines add up to {computed}; send the sum of the lines."


class BillNegative(CallerError):
    """Refund lines outweigh the charges."""

    code = "health.E005"
    zh = "退费比收费多，合计为负。请把退费和原收费放在同一批次，或先撤销原结算。"
    en = "Refunds outweigh charges; send them in the original's batch or reverse the original."


class NotEntitled(CallerError):
    """The fund does not pay for this care: the reasons say why and what to do."""

    code = "health.E006"
    status = 422
    zh = "不能直接结算：{reasons_zh}"
    en = "No direct settlement: {reasons_en}"


class PersonUnknown(CallerError):
    """No insured person by this number or document. Not the same as a refusal."""

    code = "health.E007"
    status = 404
    zh = "查不到参保人：{field} 在参保地没有记录，请核对证件号码、险种和参保地。"
    en = "No insured person by {field}; check the document number, scheme and place of insurance."


class VisitUnknown(CallerError):
    """No visit by this number at this institution."""

    code = "health.E008"
    status = 404
    zh = "没有就诊记录 {mdtrt_id}，请核对就诊ID，或先做 2201 挂号。"
    en = "No visit {mdtrt_id} at this institution; check the id or register first (2201)."


class OutOfOrder(CallerError):
    """An event that the visit's state does not allow; nothing was changed."""

    code = "health.E009"
    status = 409
    zh = "现在不能做「{event_zh}」：这次就诊的状态是「{state_zh}」。{hint_zh}"
    en = "Cannot {event_en} now: the visit is {state_en}. {hint_en}"


class RequestConflict(CallerError):
    """A request number that already stands for another content."""

    code = "health.E010"
    status = 409
    zh = "请求号 {request_id} 已经用于另一份内容。重试请发原文；新的结算请换新号。"
    en = "Request {request_id} already stands for another content; resend it as it was, or renew."


class SettlementUnknown(CallerError):
    """No settlement by this number at this institution."""

    code = "health.E011"
    status = 404
    zh = "没有结算记录 {setl_id}，请核对结算ID。"
    en = "No settlement {setl_id} at this institution; check the id."


class AlreadyReversed(CallerError):
    """A settlement is reversed once only."""

    code = "health.E012"
    status = 409
    zh = "结算 {setl_id} 已经撤销过了（{reversal_id}），不用再撤。"
    en = "Settlement {setl_id} is already reversed ({reversal_id}); nothing more to do."


class InstitutionNotNetworked(CallerError):
    """The institution has not opened direct settlement."""

    code = "health.E013"
    zh = "{name} 还没有开通异地就医直接结算，请先向就医地医保经办机构申请开通。"
    en = "{name} has not opened direct settlement; apply to the agency of its place first."


class AmountTooLarge(CallerError):
    """An amount beyond what can be computed exactly."""

    code = "health.E014"
    zh = "{field} 超出可以计算的范围，请核对单价、数量和金额。"
    en = "{field} is beyond what can be computed exactly; check price, quantity and amount."


class VoucherUnknown(CallerError):
    """An e-voucher or token that is not in force."""

    code = "health.E015"
    zh = "这张医保码没有查到或已过期，请打开手机重新出示，或改用身份证。"
    en = "This e-voucher is unknown or expired; show a fresh one or use the identity card."


class NothingToSettle(CallerError):
    """A bill whose lines come to nothing moves no money."""

    code = "health.E016"
    zh = "本次费用合计为 0 元，不需要结算。"
    en = "The bill comes to nothing; there is nothing to settle."


class NoLines(CallerError):
    """A settlement of a batch that has no unsettled line."""

    code = "health.E017"
    zh = "收费批次 {batch} 没有未结算的明细，请先用 2204 上传，或核对批次号。"
    en = "Batch {batch} has no unsettled lines; upload them (2204) or check the batch."


class TooLate(CallerError):
    """A charge dated after the moment of settlement."""

    code = "health.E018"
    zh = "费用明细 {serial} 的发生时间 {at} 晚于现在，请核对时间后重发。"
    en = "Line {serial} happened at {at}, which lies ahead; correct the time and send again."


class DecisionUnknown(CallerError):
    """No decision by this number."""

    code = "health.E019"
    status = 404
    zh = "没有编号为 {decision_id} 的决定，请核对编号。"
    en = "No decision {decision_id}; check the number."


class PlaceUnknown(CallerError):
    """The calling institution is not listed in the metro's published pack."""

    code = "health.E020"
    zh = "机构 {institution} 不在已发布的定点名单里，请联系都市圈协同办。"
    en = "Institution {institution} is not in the published list; ask the coordination office."


class DiseaseUnknown(CallerError):
    """A disease that is not on the place of insurance's list of special diseases."""

    code = "health.E021"
    zh = "病种 {disease} 不在统筹区 {pool} 的门诊慢特病名单里，请核对病种编码。"
    en = "Disease {disease} is not on the special-disease list of {pool}; check the code."


class FileUnknown(CallerError):
    """No file by this number at this institution, or its time is up."""

    code = "health.E050"
    status = 404
    zh = "没有文件 {number}，或已过下载截止时间，请核对文件查询号，过期的请重新上传或重新对账。"
    en = "No file {number}, or its time is up; check the number, else upload or compare again."


class FileUnreadable(CallerError):
    """A file that cannot be opened as what it should be."""

    code = "health.E051"
    zh = "文件打不开：{why}。应为只含一个 TXT（UTF-8、制表符分隔）的 zip，请重新打包上传（9101）。"
    en = "The file cannot be read: {why_en}. Send a zip of one tab-separated UTF-8 TXT (9101)."


class FileRowWrong(CallerError):
    """A row of a file that does not fit; the row is named, and nothing was compared."""

    code = "health.E052"
    zh = "文件第 {row} 行 {column}：应为{expected}，请改正后重新上传（9101）再对账。"
    en = "Row {row} of the file, {column}: expected {expected_en}; correct and upload it again."


class FileHoldsIdNumber(CallerError):
    """A file in which somebody's ID number stands."""

    code = "health.E053"
    zh = "文件{place}里有身份证号，这里不收身份证号，请只填人员编号后重新上传。"
    en = "The file holds an ID number ({place_en}); send person numbers only."


class PeriodWrong(CallerError):
    """A period that ends before it begins, or is too long to compare row by row."""

    code = "health.E054"
    zh = "对账期间 {begins} 至 {ends} 不对：结束不能早于开始，一次最多 {days} 天，请改正后重发。"
    en = (
        "Period {begins} to {ends}: the end must not lie before the beginning, at most {days} days."
    )


class ReconciliationUnknown(CallerError):
    """No comparison by this number that this reader may see."""

    code = "health.E055"
    status = 404
    zh = "没有对账记录 {run_no}，请从对账列表重新进入。"
    en = "No comparison {run_no}; open it from the list."


class ColumnsInvalid(CallerError):
    """Columns that the rules cannot be carried over: their shape, their order or their range."""

    code = "health.E030"
    zh = "批量结算的列 {column} 不对：{why_zh}。请改好后整批重算，什么也没有算。"
    en = "Batch column {column}: {why_en}. Mend it and run the batch again; nothing was computed."
