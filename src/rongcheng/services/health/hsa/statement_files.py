"""Files of the reconciliation (对账文件): a zip of one tab-separated TXT, read and written.

A file is opened within limits before anything of it is believed: its size when unpacked, one
member, UTF-8, the columns, each value by its field's type. What does not fit is refused by the
number of its row. Source: transaction 3202 and the formats of the specification V1.1.27.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.domain.reconciliation import StatementRow
from rongcheng.services.health.errors import FileHoldsIdNumber, FileRowWrong, FileUnreadable
from rongcheng.services.health.hsa.fields import Value, field_specs, read_value
from rongcheng.services.health.hsa.id_numbers import holds_id_number

MAX_UNPACKED = 67_108_864
"""Bytes of a file when unpacked: half a million rows, and no more than a worker can hold."""

MAX_ROWS = 200_000
"""Rows of one statement: more than the largest hospital of a metro settles in a month."""

_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
NULL = "null"
SENT = (
    "setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay",
    "refd_setl_flag",
)  # fmt: skip
RETURNED = (
    "psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo",
    "medfee_sumamt", "fund_pay_sumamt", "acct_pay",
)  # fmt: skip


def _unreadable(why: str, why_en: str) -> FileUnreadable:
    return FileUnreadable(why=why, why_en=why_en)


def _members(content: bytes) -> Iterator[bytes]:
    """Yield what a zip holds, unpacking no more than the limit of all together."""
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for info in packed.infolist():
                if info.is_dir():
                    continue
                if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
                    raise _unreadable("有密码或用了别的压缩方法", "encrypted or of another method")
                with packed.open(info) as member:
                    # The size that a zip states of itself may lie; what is read counts.
                    data = member.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise _unreadable(
                        f"解开后超过 {MAX_UNPACKED} 字节", f"over {MAX_UNPACKED} bytes unpacked"
                    )
                yield data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as broken:
        raise _unreadable("不是完整的 zip", "not a whole zip") from broken
    except NotImplementedError as unknown:
        raise _unreadable("用了别的压缩方法", "packed by another method") from unknown


def is_zip(content: bytes) -> bool:
    """Say whether a file begins as a zip does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refuse_id_numbers(content: bytes) -> None:
    """Refuse a file in which an ID number stands, looked for also inside a zip (证件号码不收).

    What cannot be looked into within the limits is refused too: it would be kept unseen.
    """
    parts = _members(content) if is_zip(content) else iter([content])
    for part in parts:
        for number, line in enumerate(part.split(b"\n"), 1):
            if holds_id_number(line.decode("latin-1")):
                raise FileHoldsIdNumber(place=f"第 {number} 行", place_en=f"line {number}")


def read_statement(content: bytes) -> list[StatementRow]:
    """Return the rows that a hospital sent (对账明细), or refuse the file naming the row.

    A byte-order mark, a heading line of the column names, a missing last line end and Windows
    line ends are passed over.
    """
    members = list(_members(content))
    if len(members) != 1:
        raise _unreadable(f"里面有 {len(members)} 个文件", f"it holds {len(members)} files")
    try:
        text = members[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable("编码不是 UTF-8", "not in UTF-8") from None
    lines = text.split("\n")
    if lines[-1].strip("\r") == "":
        del lines[-1]
    if len(lines) > MAX_ROWS:
        raise _unreadable(f"超过 {MAX_ROWS} 行，请缩短对账期间", f"over {MAX_ROWS} rows")
    return [
        _row(cells, number)
        for number, line in enumerate(lines, 1)
        if not _is_heading(cells := line.removesuffix("\r").split("\t"), number)
    ]


def _is_heading(cells: list[str], number: int) -> bool:
    return number == 1 and tuple(cell.strip() for cell in cells) == SENT


def _row(cells: list[str], number: int) -> StatementRow:
    if len(cells) != len(SENT):
        raise FileRowWrong(
            row=number,
            column="",
            expected=f"用制表符分开的 {len(SENT)} 列，现在有 {len(cells)} 列",
            expected_en=f"{len(SENT)} columns parted by tabs, there are {len(cells)}",
        )
    values = {name: _cell(name, text, number) for name, text in zip(SENT, cells, strict=True)}
    return StatementRow(
        setl_id=str(values["setl_id"]),
        mdtrt_id=str(values["mdtrt_id"]),
        psn_no=str(values["psn_no"]),
        total_fen=_fen(values["medfee_sumamt"]),
        fund_fen=_fen(values["fund_pay_sumamt"]),
        account_fen=_fen(values["acct_pay"]),
        refund=values["refd_setl_flag"] == "1",
    )


def _fen(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _cell(name: str, text: str, number: int) -> Value:
    spec = field_specs()[name]
    plain = text.strip()
    if plain in ("", NULL):
        raise _wrong(name, number, "有值，现在为空", "a value, it is empty")
    if name == "refd_setl_flag" and plain not in ("0", "1"):
        raise _wrong(name, number, "0（结算）或 1（退费）", "0 or 1")
    try:
        return read_value(spec, plain, name)
    except RongchengError as wrong:
        expected = str(wrong.params.get("expected", "规范规定的值"))
        raise _wrong(name, number, expected, str(wrong.params.get("expected_en", ""))) from None


def _wrong(name: str, number: int, expected: str, expected_en: str) -> FileRowWrong:
    zh = f"{name}（{field_specs()[name].zh}）"
    return FileRowWrong(row=number, column=zh, expected=expected, expected_en=expected_en)


def amounts_of(row: StatementRow) -> dict[str, str]:
    """Return a row's amounts as the files write them."""
    return {
        "medfee_sumamt": format_yuan(row.total_fen),
        "fund_pay_sumamt": format_yuan(row.fund_fen),
        "acct_pay": format_yuan(row.account_fen),
    }


def packed(rows: Iterable[dict[str, str]], columns: tuple[str, ...], name: str) -> bytes:
    """Return rows as a zip of one TXT: tabs, UTF-8, an empty value as null, no heading line."""
    lines = ("\t".join(_written(row.get(column, "")) for column in columns) for row in rows)
    text = "".join(f"{line}\r\n" for line in lines)
    target = io.BytesIO()
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, text.encode())
    return target.getvalue()


def _written(value: str) -> str:
    return " ".join(value.split()) or NULL
