"""The native HTTP API (原生接口): every service's routers under one OpenAPI description."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

import rongcheng
from rongcheng.kernel.errors import Fault, RongchengError
from rongcheng.web.errors import error_body, respond_to_error
from rongcheng.web.machine_auth import (
    SIGNATURE_HEADER,
    SIGNED_HEADERS,
    SignatureRefused,
    refusal,
)
from rongcheng.web.registry import services

DESCRIPTION = (
    "融城原生接口。签名与 /hsa 相同：`_api_access_key`、`_api_name`、`_api_timestamp`、"
    "`_api_version` 四个请求头按名排序，以 `k=v&k=v` 连接，HMAC-SHA1 后 Base64，放入 "
    "`_api_signature`。金额以元为单位的文本，精确到分。\n\n"
    "Native API. Signed like /hsa: the four headers sorted by name, joined as `k=v&k=v`, "
    "HMAC-SHA1 and Base64 into `_api_signature`. Amounts are yuan as text, exact to the fen."
)


SHOWN_FAULTS = 5
# What pydantic asks for, by its type of fault, said in Chinese.
EXPECTED = {
    "missing": "必填",
    "extra_forbidden": "没有这个字段，请核对拼写",
    "string_type": "应为文本",
    "string_unicode": "应为可以写成 UTF-8 的文本",
    "string_pattern_mismatch": "应符合格式 {pattern}",
    "string_too_short": "至少 {min_length} 字",
    "string_too_long": "最多 {max_length} 字",
    "literal_error": "应为 {expected} 之一",
    "list_type": "应为数组",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "model_attributes_type": "应为 JSON 对象",
    "model_type": "应为 JSON 对象",
    "datetime_from_date_parsing": "应为真实的日期和时间",
    "datetime_parsing": "应为真实的日期和时间",
    "value_error": "{error}",
}


class ExactParser(Parser):
    """Reads JSON bodies without floats: a number with a point is an exact decimal."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body; anything that is no JSON is refused as unreadable."""
        text = request.body.decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


class SignedAPI(NinjaAPI):
    """Describes the signature whole: five headers, needed together (五个签名请求头)."""

    def get_openapi_schema(self, **place: Any) -> OpenAPISchema:
        """Return the description with all five headers wherever the signature is asked for."""
        described = super().get_openapi_schema(**place)
        schemes = described["components"].get("securitySchemes", {})
        signed = {name for name, scheme in schemes.items() if scheme["name"] == SIGNATURE_HEADER}
        if not signed:
            return described
        others = {
            header.strip("_"): {"type": "apiKey", "in": "header", "name": header}
            for header in SIGNED_HEADERS
        }
        schemes.update(others)
        for operation in (op for path in described["paths"].values() for op in path.values()):
            for needed in operation.get("security", []):
                if signed & needed.keys():
                    needed.update({name: [] for name in others})
        return described


api = SignedAPI(
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
        {"field": _shown_place(fault["loc"]), "expected": _expected(fault), "en": fault["msg"]}
        for fault in error.errors
    ]
    body = error_body(
        code="gateway.E001",
        fault=Fault.CALLER,
        message="字段不符合要求，请改正后重发。"
        + "；".join(f"{fault['field']}：{fault['expected']}" for fault in faults[:SHOWN_FAULTS]),
        message_en="Some fields do not fit; correct them and send again. "
        + "; ".join(f"{fault['field']}: {fault['en']}" for fault in faults[:SHOWN_FAULTS]),
    )
    body["error"]["params"] = {"faults": faults}
    return _json(body, 422)


def _shown_place(loc: tuple[str | int, ...]) -> str:
    """Return where a fault is, as an integrator writes it: `lines[0].price`."""
    steps = [step for step in loc[1:] if step != "body"] if loc[0] == "body" else list(loc[1:])
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.removeprefix(".") or str(loc[0])


def _expected(fault: dict[str, Any]) -> str:
    """Return in Chinese what a field should hold; the English stands beside it."""
    template = EXPECTED.get(fault["type"])
    if template is None:
        return str(fault["msg"])
    return template.format(**fault.get("ctx", {}))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    size = request.headers.get("Content-Length", "")
    body = error_body(
        code="gateway.E003",
        fault=Fault.CALLER,
        message=f"请求有 {size} 字节，太大了，请分成几次发送。",
        message_en=f"The request has {size} bytes, which is too large; send it in several calls.",
    )
    return _json(body, 413)


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
