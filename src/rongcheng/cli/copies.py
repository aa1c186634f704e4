"""Keep a copy and come back from it (备份): `backup`, `restore`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, run
from rongcheng.commands.output import say
from rongcheng.runtime.folders import choose_data_folder
from rongcheng.runtime.restoring import restore_files


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="备份文件。The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="覆盖旧文件。Replace the file.")] = False,
    no_attachments: Annotated[
        bool, typer.Option("--no-attachments", help="不含附件。Leave attachments out.")
    ] = False,
    data: DataOption = None,
) -> None:
    """备份数据库和附件，不含密钥。Write database and attachments, without keys, into one file."""
    run(
        "copies.back_up",
        data,
        file=file.absolute(),
        force=force,
        attachments=not no_attachments,
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件。The backup.")],
    keys: Annotated[
        Path | None, typer.Option(help="另外保管的密钥文件。The key file, kept apart.")
    ] = None,
    data: DataOption = None,
) -> None:
    """恢复备份并全部核对。Restore a backup in a new place and check everything."""
    chosen = choose_data_folder(data)
    manifest = restore_files(
        file.absolute(),
        chosen.path,
        keys=keys.absolute() if keys else None,
        database_url=os.environ.get("DATABASE_URL", ""),
        say=say,
    )
    run("copies.check_restored", data, folder=chosen.path, manifest=manifest)
