"""Makes the tables of `docs/interface.md` from what the door goes by (接口文档的表).

Write them anew after a change: `python -m tests.services.health.interface.document`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rongcheng.kernel.errors import CallerError
from rongcheng.services.health.errors import (
    AmountTooLarge,
    NotEntitled,
    PersonUnknown,
    TotalsDiffer,
)
from rongcheng.services.health.hsa import faults
from rongcheng.services.health.hsa.envelope import _OPTIONAL, _REQUIRED
from rongcheng.services.health.hsa.fields import (
    FieldSpec,
    dictionaries,
    field_specs,
    transactions,
)

PAGE = Path(__file__).parents[4] / "docs" / "interface.md"
TITLES = {
    "9001": ("签到", "sign in"),
    "6101": ("电子凭证解码", "decode an e-voucher"),
    "1101": ("人员信息获取", "person"),
    "2001": ("人员待遇享受检查", "entitlement"),
    "2201": ("门诊挂号", "register"),
    "2202": ("门诊挂号撤销", "take a registration back"),
    "2203": ("门诊就诊信息上传", "visit and diagnoses"),
    "2204": ("门诊费用明细信息上传", "charge lines"),
    "2205": ("门诊费用明细信息撤销", "take lines back"),
    "2206": ("门诊预结算", "trial settlement"),
    "2207": ("门诊结算", "settlement"),
    "2208": ("门诊结算撤销", "reverse a settlement"),
    "2301": ("住院费用明细上传", "charge lines and returns of a stay"),
    "2302": ("住院费用明细撤销", "take lines of a stay back"),
    "2303": ("住院预结算", "trial settlement of a stay"),
    "2304": ("住院结算", "settlement of a stay"),
    "2305": ("住院结算撤销", "reverse a settlement of a stay"),
    "2401": ("入院办理", "admission"),
    "2402": ("出院办理", "discharge"),
    "2403": ("住院信息变更", "change of the stay"),
    "2404": ("入院撤销", "take an admission back"),
    "2405": ("出院撤销", "take a discharge back"),
    "2501": ("转院备案", "file a referral"),
    "2502": ("转院备案撤销", "revoke a referral"),
    "2503": ("人员慢特病备案", "apply for a special disease"),
    "2504": ("人员慢特病备案撤销", "take the application back"),
    "2601": ("冲正交易", "cancel a message whose answer was lost"),
    "3201": ("医药机构费用结算对总账", "compare totals"),
    "3202": ("医药机构费用结算对明细账", "compare row by row"),
    "5203": ("结算信息查询", "one settlement"),
    "5301": ("人员慢特病备案查询", "special diseases in force"),
    "9101": ("文件上传", "send a file"),
    "9102": ("文件下载", "fetch a file"),
}
ANSWERS = {
    "9001": "signinoutb", "6101": "data", "1101": "baseinfo insuinfo[] idetinfo[]",
    "2001": "trtinfo[]", "2201": "data", "2202": "", "2203": "", "2204": "result[]", "2205": "",
    "2206": "setlinfo setldetail[]", "2207": "setlinfo setldetail[]",
    "2208": "setlinfo setldetail[]",
    "2301": "result[]", "2302": "", "2303": "setlinfo setldetail[]",
    "2304": "setlinfo setldetail[]", "2305": "setlinfo setldetail[]",
    "2401": "result", "2402": "", "2403": "", "2404": "", "2405": "",
    "2501": "result", "2502": "", "2503": "result", "2504": "",
    "5301": "feedetail[]",
    "2601": "", "3201": "stmtinfo", "3202": "fileinfo", "5203": "setlinfo setldetail[]",
    "9101": "file_qury_no filename fixmedins_code dld_endtime", "9102": "application/octet-stream",
}  # fmt: skip


def _type(spec: FieldSpec) -> str:
    if spec.kind == "N" and spec.decimals:
        return f"N{spec.size},{spec.decimals}"
    return f"{spec.kind}{spec.size or ''}"


def envelope_table() -> list[str]:
    """Return the fields of the envelope that are read."""
    required = _REQUIRED.split()
    rows = ["| 字段 field | 含义 meaning | 类型 type | 必填 required |", "|---|---|---|---|"]
    for name in (*required, *_OPTIONAL.split()):
        spec = field_specs()[name]
        rows.append(f"| `{name}` | {spec.zh} | {_type(spec)} | {'✓' if name in required else ''} |")
    return rows


def transaction_table() -> list[str]:
    """Return number, meaning, input nodes with their required fields, output nodes."""
    rows = [
        "| 交易 | 含义 meaning | 输入节点：必填字段 input: required | 输出 output |",
        "|---|---|---|---|",
    ]
    for number, nodes in transactions().items():
        zh, en = TITLES[number]
        given = "<br>".join(
            f"`{node.name}{'[]' if node.rows else ''}`: "
            + " ".join(field.name for field in node.fields if field.name in node.required)
            for node in nodes
        )
        answer = " ".join(f"`{name}`" for name in ANSWERS[number].split()) or "—"
        rows.append(f"| {number} | {zh} {en} | {given} | {answer} |")
    return rows


def code_table() -> list[str]:
    """Return the code values that this house takes, by field."""
    rows = ["| 字段 field | 可用代码 usable codes |", "|---|---|"]
    for name, codes in dictionaries().items():
        shown = "、".join(f"{code} {label}" for code, label in codes.items())
        rows.append(f"| `{name}` | {shown} |")
    return rows


def _errors() -> Iterator[tuple[type[CallerError], str]]:
    for found in vars(faults).values():
        is_fault = isinstance(found, type) and issubclass(found, faults.MessageFault)
        if is_fault and found is not faults.MessageFault:
            yield found, ""
    for found in (TotalsDiffer, NotEntitled, PersonUnknown, AmountTooLarge):
        yield found, ""
    for found, field in faults.WIRE_FIELDS.items():
        assert issubclass(found, CallerError)
        yield found, field


def error_table() -> list[str]:
    """Return every `err_msg` of the interface, with what is filled in shown as an ellipsis."""
    rows = ["| 编号 code | `err_msg` | in English |", "|---|---|---|"]
    for found, field in sorted(_errors(), key=lambda entry: entry[0].code):
        zh, en = (re.sub(r"\{[a-z_]+\}", "…", text) for text in (found.zh, found.en))
        rows.append(f"| `{found.code}` | {f'字段 {field}：' if field else ''}{zh} | {en} |")
    return rows


TABLES = {
    "envelope": envelope_table,
    "transactions": transaction_table,
    "codes": code_table,
    "errors": error_table,
}
BETWEEN = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page: str) -> str:
    """Return the page with every table as it must be now."""
    return BETWEEN.sub(lambda found: "\n".join([found[1], *TABLES[found[2]](), "", found[3]]), page)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")
