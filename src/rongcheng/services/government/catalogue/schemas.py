"""What the catalogue's endpoints answer (目录接口的格式): items, one item, its form, its way."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

PLACE = r"^[0-9]{6}$"
MAYBE_PLACE = r"^([0-9]{6})?$"


class ItemTitleOut(BaseModel):
    """A name in both languages."""

    zh: str
    en: str


class AnnouncedOut(BaseModel):
    """A number of items that somebody announced."""

    count: int
    on: date
    document: str
    status: str


class CountsOut(BaseModel):
    """How many items run, how many have a title only, how many are official."""

    runs: int
    titled: int
    official: int
    announced: list[AnnouncedOut]


class ItemLineOut(BaseModel):
    """One item of the list; `runs` says whether one can apply for it on that day."""

    id: str
    title: ItemTitleOut
    theme: ItemTitleOut
    runs: bool
    begins: date | None = Field(description="从哪天起可办 / the day from which it will run")
    modes: list[str] = Field(description="online, forwarded, joint")
    status: str = Field(description="verified, secondary, illustrative")


class ItemsOut(BaseModel):
    """The list of a metro area on a day."""

    metro: str
    on: date
    edition: str = Field(description="政策版本 / hash of the policy edition")
    counts: CountsOut
    items: list[ItemLineOut]


class CarriedOut(BaseModel):
    """An agreement that carries the item on that day, between whom and in what modes."""

    id: str
    title: ItemTitleOut
    parties: list[str]
    modes: list[str]
    since: date
    until: date | None
    document: str
    status: str


class ItemOut(BaseModel):
    """One item as it stands on a day; `version` has the fields of the pack's file."""

    metro: str
    on: date
    edition: str
    id: str
    basic_code: str
    title: ItemTitleOut
    theme: ItemTitleOut
    version: dict[str, Any]
    versions: list[date] = Field(description="每一版的起始日 / first day of each version")
    agreements: list[CarriedOut]


class ItemAuthorityOut(BaseModel):
    """An authority: the code of its place, its level (GB/T 39046-2020 A.2), its name."""

    place: str
    level: str
    name: ItemTitleOut
    part: ItemTitleOut


class ItemReasonOut(BaseModel):
    """A stable code with its sentence."""

    code: str
    zh: str
    en: str


class ItemBasisOut(BaseModel):
    """The document that one answer rests on; `answer` is decider, intake, mode or joint."""

    answer: str
    key: str
    document: str
    number: str
    status: str


class RouteOut(BaseModel):
    """Who decides, who takes it in, in which mode; `open` false with the reasons why not."""

    metro: str
    on: date
    item: str
    open: bool
    mode: str = Field(description="home, online, forwarded, joint")
    intake: str
    decider: ItemAuthorityOut | None
    joint: list[ItemAuthorityOut]
    reasons: list[ItemReasonOut]
    bases: list[ItemBasisOut]


class RouteIn(BaseModel):
    """Where one asks, and the places of the matter: six digits, district or city."""

    metro: str = Field(max_length=64, description="都市圈 / metro area")
    at: str = Field(
        pattern=PLACE,
        description="在哪个区县的窗口，或哪个市的应用 / district of the counter, city of the app",
    )
    online: bool = Field(False, description="用应用申请 / asked in an app")
    on: str = Field("", max_length=10, description="哪一天，默认今天 / day, today if none")
    registered: str = Field("", pattern=MAYBE_PLACE, description="户籍地 / place of registration")
    living: str = Field("", pattern=MAYBE_PLACE, description="居住地 / place of living")
    matter: str = Field("", pattern=MAYBE_PLACE, description="事项所在地 / where the matter lies")
    origin: str = Field("", pattern=MAYBE_PLACE, description="转出地 / where it moves away from")
