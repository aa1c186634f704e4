"""Look after an installation's keys (密钥): `keys`, `rotate`, `reseal`, `retire`, `session`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, run


class KeysAct(StrEnum):
    """What may be done with keys."""

    STATUS = "status"
    ROTATE = "rotate"
    RESEAL = "reseal"
    RETIRE = "retire"
    SESSION = "session"


@app.command()
def keys(
    act: Annotated[
        KeysAct,
        typer.Argument(
            help="看、换新、重封、停用、换登录密钥。Look, rotate, seal anew, retire, sessions."
        ),
    ] = KeysAct.STATUS,
    version: Annotated[
        int, typer.Argument(help="停用哪个版本。The version to retire.", min=0, max=65_535)
    ] = 0,
    data: DataOption = None,
) -> None:
    """查看密钥版本，换新，停用旧版本。Show key versions, rotate them, retire an old one."""
    words = {"version": version} if act is KeysAct.RETIRE else {}
    run(f"keys.{act.value}", data, **words)
