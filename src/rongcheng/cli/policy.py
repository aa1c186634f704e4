"""Check, publish and look up policy (政策): `check`, `export`, `policy`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, read_day, run


@app.command()
def check(
    metro_dir: Annotated[Path, typer.Argument(help="政策包目录。The metro pack's folder.")],
) -> None:
    """检查政策包，列出全部错误。Name every fault of a metro pack with file and line."""
    packs = import_module("rongcheng.commands.packs")
    raise typer.Exit(packs.check_pack(metro_dir))


@app.command()
def export(
    metro: Annotated[str, typer.Argument(help="都市圈代号。The metro area's id.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新目录。A new folder.")],
    data: DataOption = None,
) -> None:
    """把已发布的政策导出为政策包。Write the published policy as a metro pack."""
    run("editions.export_policy", data, metro=metro, folder=folder.absolute())


@app.command()
def policy(
    key: Annotated[str, typer.Argument(help="参数名。The parameter's key.")],
    at: Annotated[str, typer.Option(help="统筹区或城市代码。A pool or city code.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="日期。The day, yyyy-mm-dd.")],
    where: Annotated[
        list[str] | None,
        typer.Option(help="维度，如 scheme=employee。A dimension; may be repeated."),
    ] = None,
    data: DataOption = None,
) -> None:
    """查询政策取值、层级和依据。Show a value with its layer, document and status."""
    run("editions.show_policy", data, key=key, at=at, on=read_day(on), where=where or [])
