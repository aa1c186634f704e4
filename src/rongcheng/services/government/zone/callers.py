"""Which app asks (哪个城市应用在查): signed like a message, with the target as the body."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from rongcheng.foundation.people.public import app_actor_id, count_refused_signature
from rongcheng.foundation.webhooks.public import (
    EndpointInfo,
    EndpointUnknown,
    get_endpoint,
    secrets_of,
)
from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.webhook_signature import HEADERS, SIGNATURE_HEADER, WebhookRefused, verify
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.zone.errors import SourceDown, SubscriptionClosed
from rongcheng.services.government.zone.items import find_app
from rongcheng.web.actor import Actor
from rongcheng.web.machine_auth import SignatureRefused

ENDPOINT_HEADER = "webhook-endpoint"
CLOSED = "closed"
_WHY = {
    "header": "缺少请求头 webhook-id、webhook-timestamp、webhook-signature，或写法不对，请补上重签",
    "time": "webhook-timestamp 与服务器时间相差超过 5 分钟，请校准时钟后重新签名",
    "signature": "webhook-signature 不符，请核对密钥，签名内容是 编号.时间戳.路径和查询",
}
_UNKNOWN = "webhook-endpoint 没有登记，请联系管理员核对订阅编号"


class CallingApp(NamedTuple):
    """A city's app whose signature holds, and who it is in records."""

    endpoint: EndpointInfo
    book: PolicyBook
    actor: Actor


class AppSignature:
    """Signature of a city's app, per Standard Webhooks, over the path with its query."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = SIGNATURE_HEADER

    @property
    def openapi_security_schema(self) -> dict[str, str]:
        """Return how OpenAPI documents the signature."""
        return {"type": self.openapi_type, "in": self.openapi_in, "name": self.openapi_name}

    def __call__(self, request: HttpRequest) -> CallingApp:
        """Return which app asks; raises SignatureRefused (401), SubscriptionClosed, SourceDown."""
        with source_answers():
            try:
                endpoint = _verified(request)
            except SignatureRefused:
                count_refused_signature(request)
                raise
            if endpoint.off_reason == CLOSED:
                raise SubscriptionClosed()
            book, city, title = find_app(endpoint.app)
        actor = Actor(
            "machine",
            app_actor_id(city.code),
            label=title["zh"],
            city=city.code,
            metro=book.metro,
        )
        return CallingApp(endpoint, book, actor)


@contextmanager
def source_answers() -> Iterator[None]:
    """Say clearly that our storage does not answer, instead of that there is nothing."""
    try:
        yield
    except (OperationalError, InterfaceError) as fault:
        raise SourceDown() from fault


def _verified(request: HttpRequest) -> EndpointInfo:
    headers = {name: request.headers.get(name, "").strip() for name in HEADERS}
    try:
        endpoint = get_endpoint(request.headers.get(ENDPOINT_HEADER, "").strip())
    except EndpointUnknown as fault:
        raise SignatureRefused(_UNKNOWN) from fault
    # Freshness is between two machines: their own time counts, never a simulated day.
    now_s = int(SystemClock().now().timestamp())
    target = request.get_full_path().encode()
    try:
        verify(secrets_of(endpoint.id), headers, target, now_s=now_s)
    except WebhookRefused as refused:
        raise SignatureRefused(_WHY[refused.why]) from refused
    return endpoint
