"""Play invented days (模拟): `simulate`, and the day in real time that `up` keeps running."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, read_day, run

SPEED_HELP = "速度：real、10x、max。Speed: real, 10x, max."


@app.command()
def simulate(  # noqa: PLR0913 - each is an option of the command
    days: Annotated[int, typer.Option(min=1, max=3660, help="几天。How many days.")] = 30,
    residents: Annotated[
        int, typer.Option(min=1, help="每个都市圈多少居民。Residents of each metro area.")
    ] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help="种子。The seed.")] = 1,
    metro: Annotated[
        list[str] | None,
        typer.Option(help="都市圈代号，可多次给出，默认全部。A metro area's id; default all."),
    ] = None,
    begin: Annotated[
        str, typer.Option("--from", metavar="DATE", help="第一天。The first day, yyyy-mm-dd.")
    ] = "2026-01-01",
    speed: Annotated[str, typer.Option(help=SPEED_HELP)] = "max",
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="几个进程一起演。Processes that play.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="小结、总账和对账单的目录。Where the files go."),
    ] = None,
    data: DataOption = None,
) -> None:
    """按种子模拟都市圈的日子。Play days of an invented metro area from a seed."""
    run(
        "simulation.run_simulation",
        data,
        metros=tuple(metro or ()),
        days=days,
        residents=residents,
        seed=seed,
        first_day=read_day(begin),
        speed=speed,
        processes=processes,
        folder=out.absolute() if out else None,
    )


@app.command("live-day", hidden=True)
def live_day(data: DataOption = None) -> None:
    """Play today's invented day in real time until told to end; `up` keeps this running."""
    # Before anything is loaded: what stands behind counters and pages comes first.
    os.nice(10)
    run("living.play_live_days", data)
