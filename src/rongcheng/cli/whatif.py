"""What another policy would cost (政策测算): `whatif`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.batch import MemoryOption, ThreadsOption, available_cores
from rongcheng.cli.running import DataOption, app, ask, read_day


@app.command()
def whatif(  # noqa: PLR0913 - every option of the command is one
    change: Annotated[
        list[str],
        typer.Option(
            metavar="KEY=VALUE",
            help="改动，可多次给出，如 health.inpatient.ratio[tier=level_3]=90%。A change.",
        ),
    ],
    visits: Annotated[
        str,
        typer.Option(
            "--in", metavar="FILE", help="就诊文件、文件夹或通配。Visits: file, folder or pattern."
        ),
    ],
    pool: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="只改这个统筹区，可多次给出。Only this pool."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="从哪天起，默认一直如此。From this day on."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="到哪天止。Until this day.")
    ] = None,
    metro: Annotated[
        str | None, typer.Option(help="按已发布的政策。A metro area with published policy.")
    ] = None,
    pack: Annotated[
        Path | None, typer.Option(metavar="DIR", help="按政策包。A metro pack's folder.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="表格和图存到这个目录。Lists and pictures go there."),
    ] = None,
    name: Annotated[str, typer.Option(help="方案名称。The draft's name.")] = "拟议方案",
    threads: ThreadsOption = None,
    memory: MemoryOption = 2.0,
    data: DataOption = None,
) -> None:
    """同样的就诊，按改动前后的政策各算一遍。Compute visits by the policy before and after."""
    drafts = import_module("rongcheng.commands.drafts")
    drafts.check_policy_named(metro, pack)
    asked = {
        "changes": change,
        "pools": tuple(pool or ()),
        "since": read_day(since) if since else None,
        "until": read_day(until) if until else None,
        "name": name,
    }
    if pack is not None:
        drafts.open_words()
        books = drafts.books_of_pack(pack, **asked)
    else:
        books = ask("drafts.books_of_metro", data, metro=metro, **asked)
    limits = {"threads": threads or available_cores(), "memory_gib": memory}
    command = import_module("rongcheng.commands.whatif")
    raise typer.Exit(command.compare_file(books, visits, out, **limits))
