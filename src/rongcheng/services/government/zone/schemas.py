"""What goes over the wire between the zone and an app (专区接口的字段)."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

Words = Annotated[dict[str, str], Field(description="zh 中文，en 英文 / in both languages")]


class ZoneItemOut(BaseModel):
    """One item, and where the app leads its user."""

    item: Annotated[str, Field(description="事项编号 / id of the item")]
    title: Words
    theme: Words
    summary: Words
    href: Annotated[str, Field(description="深链接，自带单点登录 / deep link with single sign-on")]
    fee: Annotated[bool, Field(description="是否收费 / costs something")]
    promised_days: Annotated[
        int, Field(description="承诺几天办结，0 当场 / promised days, 0 at once")
    ]
    status: Annotated[str, Field(description="资料状态 / verified, secondary or illustrative")]


class ZoneItemsOut(BaseModel):
    """The list of items of an app's zone."""

    app: Annotated[str, Field(description="城市代码 / code of the app's city")]
    title: Words
    metro: str
    on: Annotated[date, Field(description="这一天的清单 / the day of this list")]
    items: list[ZoneItemOut]


class ZoneEventOut(BaseModel):
    """One message, as it is pushed."""

    id: Annotated[str, Field(description="消息编号 / as in webhook-id")]
    position: Annotated[int, Field(description="序号，连续 / its number, without a gap")]
    body: Annotated[str, Field(description="推送的原文 / the text that is pushed")]


class ZoneEventsOut(BaseModel):
    """What the app was told after a number."""

    events: list[ZoneEventOut]
    newest: Annotated[int, Field(description="最新序号 / the newest number")]
    oldest: Annotated[int, Field(description="还保留的最早序号 / the oldest still kept")]


class ZoneCaseOut(BaseModel):
    """How one case stands."""

    number: str
    item: str
    state: str
    state_words: Words
    waits_for: Annotated[str, Field(description="等谁 / applicant, city or nobody")]
    began_on: date
    due_on: Annotated[date | None, Field(description="最晚办结日 / promised by")]
    due_provisional: Annotated[bool, Field(description="假日未公布，可能变 / may still move")]
    supplement_due_on: Annotated[date | None, Field(description="补充材料截止 / supplement by")]
    granted: bool | None
    ended_on: date | None
    href: Annotated[str, Field(description="办件页面 / the case's page")]


class ZoneCasesOut(BaseModel):
    """The newest cases of the app's user."""

    cases: list[ZoneCaseOut]


class ZoneFailureOut(BaseModel):
    """Why a question failed, whose turn it is, and what to do next."""

    error: dict[str, Any]


class ZoneSignatureOut(BaseModel):
    """Why the signature does not hold."""

    code: int
    message: str
