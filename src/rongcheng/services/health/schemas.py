"""Shapes of the native API (接口数据): amounts in yuan as text, exact to the fen."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

YUAN = r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$"
PRICE = r"^[0-9]{1,9}(\.[0-9]{1,6})?$"
QUANTITY = r"^-?[0-9]{1,7}(\.[0-9]{1,4})?$"
WORD = r"^[A-Za-z0-9._:-]+$"


class LineIn(Schema):
    """One charge line. `amount` is price × quantity rounded half up, to within one fen."""

    serial: str = Field(pattern=r"^[1-9][0-9]{0,14}$", examples=["1"])
    item: str = Field(
        min_length=1, max_length=50, pattern=WORD, description="catalogue code", examples=["S-101"]
    )
    occurred_at: datetime = Field(
        description="aware instant", examples=["2026-03-02T09:30:00+08:00"]
    )
    price: str = Field(pattern=PRICE, description="yuan, 6 decimals", examples=["12.50"])
    quantity: str = Field(pattern=QUANTITY, description="4 decimals", examples=["2"])
    amount: str = Field(pattern=YUAN, description="yuan", examples=["25.00"])
    approval: Literal["not_needed", "approved", "refused"] = "not_needed"


class SettlementIn(Schema):
    """A visit with its lines in; `request_id` makes the call safe to retry."""

    request_id: str = Field(
        min_length=8, max_length=40, pattern=WORD, examples=["H43010200001-20260302-0001"]
    )
    psn_no: str = Field(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z_-]+$")
    care: Literal["outpatient", "special_disease"] = "outpatient"
    disease: str = Field(default="", max_length=30, pattern=r"^[A-Za-z0-9._:-]*$")
    account: Literal["none", "own", "family"] = "none"
    lines: list[LineIn] = Field(min_length=1, max_length=500)


class ReversalIn(Schema):
    """A settlement to take back; `request_id` makes the call safe to retry."""

    request_id: str = Field(min_length=8, max_length=40, pattern=WORD)
    psn_no: str = Field(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z_-]+$")
    visit: str = Field(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z_-]+$")


class AmountsOut(Schema):
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


class SettlementOut(Schema):
    """A settlement as it stands. `replayed` is true when an earlier call made it."""

    settlement: str
    visit: str
    decision: str
    settled_at: datetime
    care: Literal["outpatient", "special_disease"]
    amounts: AmountsOut
    ratio_ppm: int
    balance: str
    message: str
    replayed: bool


class AuthorityOut(Schema):
    """A policy value behind a step, with the document it comes from."""

    title: str
    value: str
    layer: str
    document: str
    number: str
    issued_on: str
    since: str
    status: Literal["verified", "secondary", "illustrative"]


class StepOut(Schema):
    """One line of the sum."""

    label: str
    sign: str
    amount: str | None
    shown: str
    note: str
    authorities: list[AuthorityOut]


class ReasonOut(Schema):
    """A stable reason code with its sentence in both languages."""

    code: str
    zh: str
    en: str


class WhyOut(Schema):
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


class ErrorDetail(Schema):
    """What went wrong, whose fault it is, and what to do next."""

    code: str
    fault: Literal["ours", "caller", "peer"]
    message: str
    message_en: str
    next: str
    next_en: str
    params: dict[str, object]


class ErrorOut(Schema):
    """The envelope of every failed call."""

    error: ErrorDetail


class SignatureOut(Schema):
    """The gateway's answer to a call whose signature does not hold."""

    code: int
    message: str
