"""Shapes of the filing calls of the native API (备案接口数据); strict on the way in."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from rongcheng.services.health.filings.states import FilingState
from rongcheng.services.health.native_api.schemas import (
    OpaqueId,
    PersonNumber,
    RequestId,
    StrictSchema,
)

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
YEARS = range(1900, 9000)
CategoryName = Literal["settled", "living", "posted", "referred", "other"]


def _written_day(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(DAY, value, re.ASCII):
        raise ValueError("应写成 2026-03-02 / write it as 2026-03-02")
    return value


def _plausible_day(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError("年份不对 / no plausible year")
    return value


Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(_plausible_day)]

EXAMPLE: dict[str, Any] = {
    "request_id": "H43010300001-20260302-F001",
    "psn_no": "430399202412070000",
    "category": "living",
    "care_pool": "430199",
    "begins_on": "2026-03-02",
}
"""A Xiangtan employee of the demo who lives in Changsha; a test files just this."""


class FilingIn(StrictSchema):
    """A filing of care away from home (异地就医备案); `request_id` makes it safe to retry."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    request_id: RequestId
    psn_no: PersonNumber
    category: CategoryName = Field(
        description="异地安置、长期居住、常驻工作、转诊、其他临时外出；急诊抢救不用备案 / "
        "settled after retirement, living, posted, referred, other; an emergency needs none",
    )
    care_pool: str = Field(
        pattern=r"^[0-9]{6}$",
        description="就医地统筹区 / pool of the place of care",
        examples=["430199"],
    )
    begins_on: Day = Field(description="开始日期，含当天 / first day", examples=["2026-03-02"])
    ends_on: Day | None = Field(
        default=None,
        description="要更长时写最后一天；比规定短的按规定 / a later last day than policy gives",
        examples=["2027-03-01"],
    )


class FilingRevocationIn(StrictSchema):
    """A filing to revoke (撤销备案); the same call again changes nothing."""

    psn_no: PersonNumber
    reason: str = Field(
        min_length=1,
        max_length=200,
        description="原因，本人会看到，不要写身份证号 / the person reads it; no ID number",
        examples=["登记有误"],
    )


class FilingOut(BaseModel):
    """A filing as it stands. `ends_on` null: for good. `replayed`: an earlier call made it."""

    filing: OpaqueId
    psn_no: str
    category: CategoryName
    insured_pool: str
    care_pool: str
    begins_on: date
    ends_on: date | None
    state: FilingState
    registered_on: date
    revoked_on: date | None
    revoked_reason: str
    replayed: bool


class FilingsOut(BaseModel):
    """A person's filings that the calling institution may see, newest first."""

    filings: list[FilingOut]
