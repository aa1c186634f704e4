"""Make a large file of made-up visits (大数据集): `data-set`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import app

MOST_ROWS = 2_000_000_000


@app.command("data-set")
def data_set(
    out: Annotated[Path, typer.Option(help="写到哪个 Parquet 文件。The Parquet file.")],
    residents: Annotated[
        int, typer.Option(min=1, max=MOST_ROWS, help="居民数。How many residents.")
    ] = 1_000_000,
    visits: Annotated[
        int, typer.Option(min=1, max=MOST_ROWS, help="就诊行数。How many rows of visits.")
    ] = 10_000_000,
    seed: Annotated[int, typer.Option(min=0, help="种子。The seed.")] = 7,
    shuffled: Annotated[
        bool, typer.Option("--shuffled", help="打乱顺序。In random order.")
    ] = False,
) -> None:
    """生成批量结算用的大数据集。Make a large data set for `settle`, the same for the same seed."""
    commands = import_module("rongcheng.commands.data_set")
    raise typer.Exit(commands.make_data_set(out, residents, visits, seed, shuffled=shuffled))
