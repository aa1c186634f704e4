"""The native HTTP API (原生接口): every service's routers under one OpenAPI description."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

import rongcheng
from rongcheng.kernel.errors import Fault, RongchengError
from rongcheng.web.errors import error_body, respond_to_error
from rongcheng.web.machine_auth import SignatureRefused, refusal
from rongcheng.web.registry import services

DESCRIPTION = (
    "融城原生接口。签名与 /hsa 相同：`_api_access_key`、`_api_name`、`_api_timestamp`、"
    "`_api_version` 四个请求头按名排序，以 `k=v&k=v` 连接，HMAC-SHA1 后 Base64，放入 "
    "`_api_signature`。金额以元为单位的文本，精确到分。\n\n"
    "Native API. Signed like /hsa: the four headers sorted by name, joined as `k=v&k=v`, "
    "HMAC-SHA1 and Base64 into `_api_signature`. Amounts are yuan as text, exact to the fen."
)


class ExactParser(Parser):
    """Reads JSON bodies without floats: a number with a point is an exact decimal."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body; anything that is no JSON is refused as unreadable."""
        return json.loads(request.body, parse_float=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


api = NinjaAPI(
    title="Rongcheng 融城",
    version=rongcheng.__version__,
    description=DESCRIPTION,
    parser=ExactParser(),
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
)


def _json(body: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/json"
    )


@api.exception_handler(RongchengError)
def _own_error(request: HttpRequest, error: RongchengError) -> HttpResponse:
    return respond_to_error(request, error)


@api.exception_handler(SignatureRefused)
def _signature(request: HttpRequest, error: SignatureRefused) -> HttpResponse:
    return refusal(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name every field that does not fit, and what is expected of it."""
    faults = [
        {"field": ".".join(str(part) for part in fault["loc"]), "expected": fault["msg"]}
        for fault in error.errors
    ]
    named = "；".join(f"{fault['field']}：{fault['expected']}" for fault in faults[:5])
    body = error_body(
        code="gateway.E001",
        fault=Fault.CALLER,
        message=f"字段不符合要求，请改正后重发。{named}",
        message_en=f"Some fields do not fit; correct them and send again. {named}",
    )
    body["error"]["params"] = {"faults": faults}
    return _json(body, 422)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    body = error_body(
        code="gateway.E002",
        fault=Fault.CALLER,
        message="请求无法读取：请检查 JSON 格式（UTF-8）、路径和方法后重发。",
        message_en="The request could not be read: check JSON (UTF-8), path and method.",
    )
    return _json(body, error.status_code)


for _service in services():
    for _path in _service.routers:
        api.add_router(f"/{_service.name}", import_string(_path))
