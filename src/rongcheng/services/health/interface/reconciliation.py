"""Reconciliation at the door (对账交易): 3201 totals, 3202 details, 9101 and 9102 their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.domain.reconciliation import (
    CentreRow,
    DifferenceKind,
    StatementRow,
)
from rongcheng.services.health.errors import FileRowWrong
from rongcheng.services.health.files import keep_file, new_file_number, open_file
from rongcheng.services.health.hsa.envelope import MAX_ERROR_TEXT
from rongcheng.services.health.hsa.faults import FieldInvalid, RegionMismatch, SenderMismatch
from rongcheng.services.health.hsa.fields import field_specs
from rongcheng.services.health.hsa.statement_files import (
    RETURNED,
    amounts_of,
    packed,
    read_statement,
    refuse_id_numbers,
)
from rongcheng.services.health.interface.lost_answers import cancel_message
from rongcheng.services.health.interface.message import Done, Message, Stream, named
from rongcheng.services.health.interface.settlement_query import query_settlement
from rongcheng.services.health.models import ReconciliationDifference
from rongcheng.services.health.reconciliation.reconciling import (
    Compared,
    reconcile_details,
    sum_settlements,
)
from rongcheng.services.health.reconciliation.statement_types import Asked, Statement, Totals
from rongcheng.services.health.reconciliation.ways import kind_name, way_of

EQUAL, UNEQUAL = "0", "1"
STATED = ("medfee_sumamt", "fund_pay_sumamt", "cash_payamt", "fixmedins_setl_cnt")
_MEMO_LENGTH = 1_000


def _statement(message: Message, row: dict[str, Any]) -> Statement:
    """Return what a message asks about; it settles with the pool of the institution only."""
    pool = message.caller.place.pool
    if row["setl_optins"] != pool:
        raise RegionMismatch(
            **named("input.data.setl_optins"), given=row["setl_optins"], expected=pool
        )
    return Statement(
        row["stmt_begndate"],
        row["stmt_enddate"],
        row["clr_type"],
        row.get("insutype") or "",
        row["refd_setl_flag"] or "",
    )


def compare_totals(message: Message, checked: dict[str, Any]) -> Done:
    """3201: say whether count and sums of a period agree, and which of them do not."""
    row = checked["data"]
    ours = sum_settlements(message.caller.place, _statement(message, row))
    theirs = Totals(
        row["fixmedins_setl_cnt"], row["medfee_sumamt"], row["fund_pay_sumamt"], row["acct_pay"]
    )
    said = [
        f"{name}：医院 {given}，中心 {held}"
        for name, given, held in _written(theirs, ours)
        if given != held
    ]
    described = "；".join(said) + "。请用 3202 对明细账。" if said else "相符。"
    output = {
        "setl_optins": row["setl_optins"],
        "stmt_rslt": UNEQUAL if said else EQUAL,
        "stmt_rslt_dscr": described[:MAX_ERROR_TEXT],
    }
    return Done({"stmtinfo": output})


def _written(theirs: Totals, ours: Totals) -> Iterable[tuple[str, str, str]]:
    yield "笔数", str(theirs.row_count), str(ours.row_count)
    names = ("医疗费总额", "基金支付", "个人账户")
    for name, given, held in zip(names, theirs[1:], ours[1:], strict=True):
        yield name, format_yuan(given), format_yuan(held)


def compare_details(message: Message, checked: dict[str, Any]) -> Done:
    """3202: compare the uploaded rows with ours, and lay the result ready under a new number."""
    row = checked["data"]
    place = message.caller.place
    statement = _statement(message, row)
    sent = open_file(place, row["file_qury_no"], message.received)
    theirs = read_statement(sent.content)
    _check_kind(theirs, statement.refunds)
    asked = Asked(
        message.envelope.msgid,
        row["file_qury_no"],
        new_file_number(),
        {name: row[name] for name in STATED},
    )
    compared = reconcile_details(place, statement, theirs, asked)
    name = f"3202_{statement.begins_on:%Y%m%d}_{statement.ends_on:%Y%m%d}_{statement.clr_type}"
    ticket = keep_file(
        place,
        f"{name}.zip",
        packed(_result_rows(compared), RETURNED, f"{name}.txt"),
        message.received,
        number=asked.result_file,
        persons=compared.persons,
    )
    record_access(
        actor=message.caller.actor,
        application="hsa",
        purpose=message.envelope.infno,
        persons=compared.persons,
        data_kinds=("settlement",),
        request_id=message.trace_id,
    )
    output = {
        "file_qury_no": ticket.number,
        "filename": ticket.filename,
        "dld_endtime": format_datetime(ticket.expires_at),
    }
    return Done({"fileinfo": output})


def _check_kind(theirs: Iterable[StatementRow], refunds: str) -> None:
    """Refuse rows of the other kind where only settlements or only refunds are compared."""
    for number, row in enumerate(theirs, 1):
        if refunds and row.refund != (refunds == "1"):
            raise FileRowWrong(
                row=number,
                column="refd_setl_flag（退费结算标志）",
                expected=f"{refunds}，与报文一致",
                expected_en=f"{refunds}, as in the message",
            )


def _result_rows(compared: Compared) -> Iterable[dict[str, str]]:
    """Write each difference with its way back, then each row that agreed."""
    for one in compared.differences:
        yield _difference_row(one)
    for held in compared.equal:
        yield _equal_row(held)


def _equal_row(held: CentreRow) -> dict[str, str]:
    row = held.row
    return {
        "psn_no": row.psn_no,
        "mdtrt_id": row.mdtrt_id,
        "setl_id": row.setl_id,
        "msgid": held.msgid,
        "stmt_rslt": EQUAL,
        "refd_setl_flag": "1" if row.refund else "0",
        **amounts_of(row),
    }


def _difference_row(one: ReconciliationDifference) -> dict[str, str]:
    """Return a differing row: the centre's amounts where it has them, else the hospital's.

    What only the centre has comes back without its numbers: the hospital never had them.
    """
    unknown = one.kind == DifferenceKind.ONLY_CENTRE
    side = "their" if one.our_total_fen is None else "our"
    names = {"medfee_sumamt": "total", "fund_pay_sumamt": "fund", "acct_pay": "account"}
    amounts = {field: getattr(one, f"{side}_{name}_fen") for field, name in names.items()}
    return {
        "psn_no": one.psn_no,
        "mdtrt_id": "" if unknown else one.mdtrt_id,
        "setl_id": "" if unknown else one.setl_id,
        "msgid": one.msgid[:30],
        "stmt_rslt": UNEQUAL,
        "refd_setl_flag": "1" if one.refund else "0",
        "memo": f"{kind_name(one, 'zh')}：{way_of(one, 'zh')}"[:_MEMO_LENGTH],
        **{field: format_yuan(amount) for field, amount in amounts.items()},
    }


def _check_institution(message: Message, node: str, given: str) -> None:
    if given != message.caller.place.code:
        name = field_specs()["fixmedins_code"].zh
        raise SenderMismatch(path=f"input.{node}.fixmedins_code", name=name)


def upload(message: Message, checked: dict[str, Any]) -> Done:
    """9101: keep a file sealed; one with an ID number in it is refused."""
    row = checked["fsUploadIn"]
    _check_institution(message, "fsUploadIn", row["fixmedins_code"])
    refuse_id_numbers(row["in"])
    ticket = keep_file(message.caller.place, row["filename"], row["in"], message.received)
    output = {
        "file_qury_no": ticket.number,
        "filename": ticket.filename,
        "fixmedins_code": row["fixmedins_code"],
        "dld_endtime": format_datetime(ticket.expires_at),
    }
    return Done(output)


def download(message: Message, checked: dict[str, Any]) -> Done:
    """9102: give a file back as its bytes, to the institution whose it is."""
    row = checked["fsDownloadIn"]
    _check_institution(message, "fsDownloadIn", row["fixmedins_code"])
    found = open_file(message.caller.place, row["file_qury_no"], message.received)
    if row["filename"] != found.filename:
        raise FieldInvalid(
            **named("input.fsDownloadIn.filename"),
            expected="这个文件查询号的文件名",
            expected_en="the name of the file with this number",
        )
    record_access(
        actor=message.caller.actor,
        application="hsa",
        purpose=message.envelope.infno,
        persons=found.persons,
        data_kinds=("settlement",),
        request_id=message.trace_id,
    )
    return Done({}, stream=Stream(found.filename, found.content))


TRANSACTIONS_RECONCILIATION = {
    "2601": cancel_message,
    "3201": compare_totals,
    "3202": compare_details,
    "5203": query_settlement,
    "9101": upload,
    "9102": download,
}
