"""How the description of the API shows a failed call (接口错误的格式)."""

from typing import Literal

from pydantic import BaseModel


class ErrorDetail(BaseModel):
    """What went wrong, whose fault it is, and what to do next."""

    code: str
    fault: Literal["ours", "caller", "peer"]
    message: str
    message_en: str
    next: str
    next_en: str
    params: dict[str, object]


class ErrorOut(BaseModel):
    """The envelope of every failed call."""

    error: ErrorDetail
