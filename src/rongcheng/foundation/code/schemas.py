"""What goes over the wire when an institution verifies a code (核验接口的字段)."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from rongcheng.foundation.code.offline.text import LONGEST_TEXT

EXAMPLE: JsonDict = {
    "request_id": "CODE-20260302-0001",
    "text": "RC1:NCF:603D0 9SI9",
    "purpose": "health_desk",
}


class VerificationIn(BaseModel):
    """A scanned code, and for what it was shown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    request_id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=40,
            pattern=r"^[0-9A-Za-z_-]+$",
            description="请求编号，重发时不变 / id of the request, the same when sent again",
        ),
    ]
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_TEXT,
            description="扫到的全部文字 / the whole scanned text",
        ),
    ]
    purpose: Annotated[
        Literal["health_desk", "window", "transit", "park", "venue"],
        Field(description="用途 / purpose"),
    ]


class PersonOut(BaseModel):
    """Who showed the code; given only when it was accepted."""

    name: Annotated[str, Field(description="姓名 / name")]
    born_on: Annotated[date, Field(description="出生日期 / date of birth")]
    gender: Annotated[
        int | None, Field(description="1 男 / male, 2 女 / female；凭同意时不给 / not by consent")
    ]
    home_city: Annotated[
        str | None, Field(description="居住城市，凭同意时不给 / city of residence, not by consent")
    ]


class VerificationOut(BaseModel):
    """Whether the code opens this purpose, and why."""

    accepted: Annotated[bool, Field(description="是否有效 / accepted")]
    code: Annotated[str, Field(description="原因代码 / reason code")]
    message: Annotated[str, Field(description="给经办人的话 / what the clerk reads")]
    message_en: str
    static: Annotated[bool, Field(description="纸质卡 / a printed card")]
    uses_left: Annotated[int | None, Field(description="卡剩余次数 / uses left of a card")]
    person: PersonOut | None
    person_withheld: Annotated[
        bool, Field(description="有效，本人没同意告知姓名 / valid; she did not agree to be named")
    ]
    replayed: Annotated[bool, Field(description="重发的请求 / a repeated request")]


class FailureOut(BaseModel):
    """Why a call failed, whose turn it is, and what to do next."""

    error: dict[str, Any]


class SignatureFailureOut(BaseModel):
    """Why the signature does not hold."""

    code: int
    message: str
