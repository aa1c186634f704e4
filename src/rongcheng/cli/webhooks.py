"""What the cities' apps are told (应用推送): `webhooks`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, run


class WebhooksAct(StrEnum):
    """What to do with a subscription."""

    list = "list"
    add = "add"
    move = "move"
    rotate = "rotate"
    on = "on"
    off = "off"
    dead = "dead"
    retry = "retry"


@app.command()
def webhooks(
    act: Annotated[WebhooksAct, typer.Argument(help="要办的事。What to do.")],
    endpoint: Annotated[str, typer.Argument(help="订阅编号。The subscription's id.")] = "",
    metro: Annotated[str, typer.Option(help="都市圈代号。The metro area's id.")] = "",
    city: Annotated[str, typer.Option(help="哪座城市的应用。The code of the app's city.")] = "",
    url: Annotated[
        str, typer.Option(help="接收地址，不写就只由对方来取。Where to send; none: it asks.")
    ] = "",
    topic: Annotated[
        list[str] | None, typer.Option(help="主题，可写多次。A topic; may be repeated.")
    ] = None,
    message: Annotated[
        int, typer.Option(help="只重新推送这一条。Send this one again, not all.")
    ] = 0,
    data: DataOption = None,
) -> None:
    """管理城市应用的推送。Subscribe city apps to messages, see and resend what did not arrive."""
    run(
        "webhooks.act_on_webhooks",
        data,
        act=act.value,
        endpoint=endpoint,
        metro=metro,
        city=city,
        url=url,
        topics=tuple(topic or ()),
        message=message,
    )
