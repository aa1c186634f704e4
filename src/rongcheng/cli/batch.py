"""Settle whole files of visits (批量结算): `settle`."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, ask

PackOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack",
        metavar="DIR",
        help="政策包目录，可多次给出；不给则用已发布的政策。A metro pack; may be repeated.",
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option("--threads", min=1, max=1_024, help="线程数，默认全部核心。Default: all cores."),
]
MemoryOption = Annotated[
    float, typer.Option("--memory", metavar="GIB", help="内存上限。The most memory, in GiB.")
]


@app.command()
def settle(
    visits: Annotated[
        str,
        typer.Option(
            "--in", metavar="FILE", help="就诊文件、文件夹或通配。Visits: file, folder or pattern."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="结果文件。The results.")],
    faults: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="问题行文件，默认在结果旁。The rows not settled."),
    ] = None,
    pack: PackOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = 2.0,
    force: Annotated[bool, typer.Option("--force", help="覆盖旧结果。Replace the file.")] = False,
    data: DataOption = None,
) -> None:
    """批量结算就诊文件，问题行另列。Settle a file of visits; status 3 if some rows are faulty."""
    batch = import_module("rongcheng.commands.batch")
    job = batch.open_job(
        visits,
        out.absolute(),
        faults.absolute() if faults else None,
        threads=threads or available_cores(),
        memory_bytes=batch.bytes_of(memory),
        force=force,
    )
    books = batch.read_packs(pack) if pack else ask("books.published_books", data)
    raise typer.Exit(batch.settle(job, books))


def available_cores() -> int:
    """Return how many cores this process may use, which a container may have made fewer."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
