"""Shapes of the native API (接口数据): amounts in yuan as text, exact to the fen.

What goes in is strict: a misspelt field is refused by name, never passed over in silence.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from rongcheng.services.health.hsa.id_numbers import holds_id_number
from rongcheng.web.error_shapes import ErrorOut as ErrorOut

YUAN = r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$"
PRICE = r"^[0-9]{1,9}(\.[0-9]{1,6})?$"
QUANTITY = r"^-?[0-9]{1,7}(\.[0-9]{1,4})?$"
WORD = r"^[A-Za-z0-9._:-]+$"
NUMBER = r"^[0-9A-Za-z_-]+$"
MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
YEARS = range(1900, 9000)

CareName = Literal["outpatient", "special_disease"]
Status = Literal["verified", "secondary", "illustrative"]


def _without_id_number(text: str) -> str:
    if holds_id_number(text):
        raise ValueError("这里不能写身份证号 / no ID number here: it would be kept in clear")
    return text


def _written_moment(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(MOMENT, value, re.ASCII):
        raise ValueError("应写成 2026-03-02T09:30:00+08:00 / write it as 2026-03-02T09:30:00+08:00")
    return value


def _plausible_moment(value: datetime) -> datetime:
    if value.year not in YEARS:
        raise ValueError("年份不对 / the year is not one of a real visit")
    return value


RequestId = Annotated[
    str,
    Field(
        min_length=8,
        max_length=40,
        pattern=WORD,
        description="请求号，本机构内不重复；重试用原号 / your own number; retry with the same one",
        examples=["H43010300001-20260302-0001"],
    ),
    AfterValidator(_without_id_number),
]
PersonNumber = Annotated[
    str,
    Field(
        min_length=1,
        max_length=30,
        pattern=NUMBER,
        description="人员编号 / person number",
        examples=["430399202412070000"],
    ),
]
OpaqueId = Annotated[
    str,
    Field(min_length=1, max_length=30, pattern=NUMBER, examples=["S8BYR0ZJK4G6FXYF1VMYNGE06C"]),
]


class StrictSchema(BaseModel):
    """Input that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class LineIn(StrictSchema):
    """One charge line (费用明细). `amount` is price × quantity rounded half up, within one fen."""

    serial: str = Field(
        pattern=r"^[1-9][0-9]{0,14}$",
        description="流水号，同一次就诊内不重复 / serial, unique within the visit",
        examples=["1"],
    )
    item: str = Field(
        min_length=1,
        max_length=50,
        pattern=WORD,
        description="就医地目录编码 / code in the catalogue of the place of care",
        examples=["001102S00001"],
    )
    occurred_at: Annotated[
        datetime, BeforeValidator(_written_moment), AfterValidator(_plausible_moment)
    ] = Field(
        description="发生时间；没有时区的按北京时间 / without an offset: China Standard Time",
        examples=["2026-03-02T09:30:00+08:00"],
    )
    price: str = Field(
        pattern=PRICE, description="单价，元，6 位小数 / yuan, 6 decimals", examples=["12.50"]
    )
    quantity: str = Field(
        pattern=QUANTITY,
        description="数量，4 位小数，退费为负 / 4 decimals, negative for a refund",
        examples=["2"],
    )
    amount: str = Field(pattern=YUAN, description="金额，元 / yuan", examples=["25.00"])
    approval: Literal["not_needed", "approved", "refused"] = Field(
        default="not_needed",
        description="限制使用项目的医院审批 / the hospital's approval of a restricted item",
    )


EXAMPLE: dict[str, Any] = {
    "request_id": "H43010300001-20260302-0001",
    "psn_no": "430399202412070000",
    "care": "outpatient",
    "account": "own",
    "lines": [
        {
            "serial": "1",
            "item": "001102S00001",
            "occurred_at": "2026-03-02T09:30:00+08:00",
            "price": "12.00",
            "quantity": "1",
            "amount": "12.00",
        },
        {
            "serial": "2",
            "item": "001103S00019",
            "occurred_at": "2026-03-02T10:05:00+08:00",
            "price": "155.00",
            "quantity": "2",
            "amount": "310.00",
        },
        {
            "serial": "3",
            "item": "XB01ACS00008",
            "occurred_at": "2026-03-02T10:20:00+08:00",
            "price": "0.3825",
            "quantity": "56",
            "amount": "21.42",
        },
    ],
}
"""A Xiangtan employee of the demo in a Changsha hospital; a test settles just this."""


class SettlementIn(StrictSchema):
    """A visit with its lines in (一次就诊); `request_id` makes the call safe to retry (重试)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    request_id: RequestId
    psn_no: PersonNumber
    care: CareName = Field(
        default="outpatient",
        description="普通门诊、门诊慢特病 / ordinary outpatient, special disease",
    )
    disease: Annotated[str, AfterValidator(_without_id_number)] = Field(
        default="",
        max_length=30,
        pattern=r"^[A-Za-z0-9._:-]*$",
        description="慢特病病种编码 / code of the special disease",
    )
    account: Literal["none", "own", "family"] = Field(
        default="none",
        description="不用账户、本人账户、家庭共济 / no account, her own, family mutual aid",
    )
    lines: list[LineIn] = Field(min_length=1, max_length=500)


class ReversalIn(StrictSchema):
    """A settlement to take back (撤销结算); `request_id` makes the call safe to retry (重试)."""

    request_id: RequestId
    psn_no: PersonNumber
    visit: OpaqueId = Field(description="结算应答里的就诊编号 / the visit of the settlement")


class AmountsOut(BaseModel):
    """All amounts of a settlement, in yuan. total = fund + person + hospital."""

    total: str
    self_paid: str
    over_limit: str
    prepaid: str
    in_scope: str
    deductible: str
    fund: str
    person: str
    account: str
    family: str
    cash: str
    hospital: str


class SettlementOut(BaseModel):
    """A settlement as it stands. `replayed` is true when an earlier call made it."""

    settlement: str
    visit: str
    decision: str
    settled_at: datetime
    care: CareName
    amounts: AmountsOut
    ratio_ppm: int
    balance: str
    message: str
    replayed: bool


class AuthorityOut(BaseModel):
    """A policy value behind a step, with the document it comes from."""

    title: str
    value: str
    layer: str
    document: str
    number: str
    issued_on: str
    since: str
    status: Status


class StepOut(BaseModel):
    """One line of the sum."""

    label: str
    sign: str
    amount: str | None
    shown: str
    note: str
    authorities: list[AuthorityOut]


class ReasonOut(BaseModel):
    """A stable reason code with its sentence in both languages."""

    code: str
    zh: str
    en: str


class WhyOut(BaseModel):
    """Why a settlement came out as it did."""

    settlement: str
    decision: str
    policy_hash: str
    rule_version: str
    steps: list[StepOut]
    reasons: list[ReasonOut]
    governed: list[str]
    parameters_used: int
    sample_values: int


class SignatureOut(BaseModel):
    """The gateway's answer to a call whose signature does not hold."""

    code: int
    message: str
