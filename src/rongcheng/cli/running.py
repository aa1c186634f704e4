"""What every command shares (公共部分): the application, the data folder, days, and running it."""

from __future__ import annotations

import os
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from rongcheng.commands.errors import DateUnreadable, NoMetros
from rongcheng.commands.output import say
from rongcheng.runtime.folders import project_folder
from rongcheng.runtime.loading import collector_at_rest
from rongcheng.runtime.session import open_session

app = typer.Typer(
    name="rongcheng",
    help="融城：都市圈公共服务。Rongcheng: shared public services for metropolitan areas.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DataOption = Annotated[
    str | None,
    typer.Option("--data", envvar="RONGCHENG_DATA", help="数据目录。The data folder."),
]


def run(target: str, data: str | None, **words: Any) -> None:
    """Run ``module.function`` of `rongcheng.commands` with a database, and exit with its status."""
    raise typer.Exit(ask(target, data, **words))


def ask(target: str, data: str | None, **words: Any) -> Any:
    """Return what ``module.function`` of `rongcheng.commands` answers, with a database open."""
    module, _, function = target.rpartition(".")
    with open_session(data, f"rongcheng {function}", say):
        with collector_at_rest():
            # Django reads its settings here, now that the environment names the database.
            import_module("django").setup()
            command = getattr(import_module(f"rongcheng.commands.{module}"), function)
        answer = command(**words)
        import_module("django.db").connections.close_all()
    return answer


def read_day(given: str) -> date:
    """Return a day of the command line; raises DateUnreadable."""
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise DateUnreadable(given=given) from error


def find_metros() -> tuple[Path, ...]:
    """Return the metro packs of the project, or those named in ``RONGCHENG_METROS``.

    Raises `NoMetros` when there is none.
    """
    named = [
        Path(part) for part in os.environ.get("RONGCHENG_METROS", "").split(os.pathsep) if part
    ]
    folder = project_folder() / "metros"
    found = named or [path.parent for path in sorted(folder.glob("*/metro.yaml"))]
    if not found:
        raise NoMetros(folder=folder)
    return tuple(found)
