"""Errors of webhooks (推送错误): whose fault, and what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class EndpointUnknown(CallerError):
    """No subscription has this id."""

    code = "webhooks.E001"
    status = 404
    zh = "没有编号为 {endpoint} 的推送订阅。请用 rongcheng webhooks list 看清编号。"
    en = "There is no subscription {endpoint}. `rongcheng webhooks list` shows them."


class AddressRefused(CallerError):
    """Messages must not be sent to this address."""

    code = "webhooks.E002"
    zh = (
        "不能向这个地址推送：{why_zh}。请用 https 的公开域名；在政务内网的，"
        "请把网段写进 RONGCHENG_WEBHOOK_NETWORKS。"
    )
    en = (
        "Messages cannot go to this address: {why_en}. Use https and a public name; for an "
        "internal network name it in RONGCHENG_WEBHOOK_NETWORKS."
    )


class EndpointKnown(CallerError):
    """The app has a subscription with this address."""

    code = "webhooks.E003"
    status = 409
    zh = "城市 {app} 已经登记过这个地址（编号 {endpoint}），没有另建。密钥丢了请用 rotate 换新。"
    en = "App {app} has this address already ({endpoint}); nothing was made. `rotate` renews a key."


class NetworksFaulty(CallerError):
    """The setting RONGCHENG_WEBHOOK_NETWORKS cannot be read."""

    code = "webhooks.E004"
    zh = "RONGCHENG_WEBHOOK_NETWORKS 里的「{given}」不是网段。请写成 10.1.0.0/16，多个用逗号隔开。"
    en = "“{given}” in RONGCHENG_WEBHOOK_NETWORKS is no network. Write 10.1.0.0/16, with commas."
