"""What the certificate endpoint answers (证照接口格式)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field


class CertificateOut(BaseModel):
    """A certificate in the asking city's own names of fields."""

    number: str = Field(description="证照编号 / its number")
    kind: str = Field(description="种类编号 / id of the kind")
    title: str = Field(description="证照名称 / its title, Chinese")
    title_en: str = Field(description="证照英文名称 / its title, English")
    state: Literal["valid", "expired", "revoked", "replaced"] = Field(
        description="状态：有效、过期、撤销、被新证代替 / how it stands today"
    )
    ended_on: date | None = Field(description="停用日期 / the day on which it ended")
    valid_from: date = Field(description="有效期起 / first day")
    valid_until: date | None = Field(description="有效期止，空为长期 / last day, null: no end")
    issuing_city: str = Field(description="发证城市 / the city that issued it")
    recognised_by: str = Field(description="按哪个城市的字段名给出 / whose names are used")
    fields: dict[str, str] = Field(
        description="内容，字段名是您所在城市的；身份证号已遮盖 / content by your city's names;"
        " ID numbers are masked"
    )
    names: dict[str, str] = Field(
        description="公共字段名到您的字段名 / common names of fields to yours"
    )
    sample: bool = Field(description="演示系统的样例 / made by a demonstration")


class CertificateFailureOut(BaseModel):
    """Why a call failed, whose turn it is, and what to do next."""

    error: dict[str, Any]


class CertificateSignatureOut(BaseModel):
    """Why the signature does not hold."""

    code: int
    message: str
