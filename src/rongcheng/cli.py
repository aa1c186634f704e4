"""The command line (命令行): start a metro's Rongcheng, check its policy, audit its records.

This module only reads words and options. What a command does is in `rongcheng.commands`, which
is imported when the command runs, because Django must know its database first.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from rongcheng.commands.errors import DateUnreadable, HalfTls, NoMetros
from rongcheng.commands.output import complain, say
from rongcheng.kernel.errors import RongchengError
from rongcheng.runtime.console import chosen_language
from rongcheng.runtime.folders import choose_data_folder, project_folder
from rongcheng.runtime.plan import UpOptions
from rongcheng.runtime.restoring import restore_files
from rongcheng.runtime.session import open_session
from rongcheng.runtime.supervisor import Supervisor

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


def _run(target: str, data: str | None, **words: Any) -> None:
    """Run ``module.function`` of `rongcheng.commands` with a database, and exit with its status."""
    module, _, function = target.rpartition(".")
    with open_session(data, f"rongcheng {function}", say):
        # Django reads its settings here, now that the environment names the database.
        import_module("django").setup()
        status = getattr(import_module(f"rongcheng.commands.{module}"), function)(**words)
        import_module("django.db").connections.close_all()
    raise typer.Exit(status)


def _day(given: str) -> date:
    """Return a day of the command line; raises DateUnreadable."""
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise DateUnreadable(given=given) from error


@app.command()
def up(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="端口。The port.")] = 8000,
    host: Annotated[str, typer.Option(help="地址。The address to serve on.")] = "127.0.0.1",
    data: DataOption = None,
    metro: Annotated[
        list[Path] | None,
        typer.Option(help="政策包目录，可多次给出。A metro pack; may be repeated."),
    ] = None,
    demo: Annotated[
        bool, typer.Option(help="演示数据和演示登录。Demonstration data and sign-in.")
    ] = True,
    tls_cert: Annotated[Path | None, typer.Option(help="证书。The certificate (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="私钥。Its private key (PEM).")] = None,
) -> None:
    """启动数据库、网页服务和后台任务。Start everything and serve until Ctrl-C."""
    if (tls_cert is None) != (tls_key is None):
        raise HalfTls()
    chosen = choose_data_folder(data)
    if chosen.note:
        say(chosen.note)
    options = UpOptions(
        data_folder=chosen.path,
        host=host,
        port=port,
        metros=tuple(metro) if metro else find_metros(),
        demo=demo,
        tls_certificate=tls_cert,
        tls_key=tls_key,
        database_url=os.environ.get("DATABASE_URL", ""),
    )
    Supervisor(options, say).run()


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
    _run("editions.export_policy", data, metro=metro, folder=folder.absolute())


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
    _run("editions.show_policy", data, key=key, at=at, on=_day(on), where=where or [])


@app.command()
def explain(
    decision_id: Annotated[str, typer.Argument(help="决定编号。The decision's id.")],
    data: DataOption = None,
) -> None:
    """说明一项决定的理由。Show the reasons of any stored decision."""
    _run("records.explain_record", data, decision_id=decision_id)


@app.command()
def clear(
    metro: Annotated[str, typer.Option(help="都市圈代号。The metro area's id.")],
    until: Annotated[
        str, typer.Option(metavar="DATE", help="清算到哪一天。The period's last day, yyyy-mm-dd.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="对账单目录。Where the statements go."),
    ] = None,
    data: DataOption = None,
) -> None:
    """关闭清算期、轧差、写对账单。Close the window, net it, write the statements."""
    folder = out.absolute() if out else None
    _run("clearing.clear", data, metro=metro, until=_day(until), folder=folder)


@app.command()
def verify(data: DataOption = None) -> None:
    """核对总账和全部决定。Re-check the ledger and every decision."""
    _run("records.verify_records", data)


@app.command()
def credential(
    institution_code: Annotated[str, typer.Argument(help="机构编号。The institution's code.")],
    data: DataOption = None,
) -> None:
    """签发机构接口凭证。Issue an institution's machine credential as JSON."""
    _run("credentials.show_credential", data, code=institution_code)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="备份文件。The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="覆盖旧文件。Replace the file.")] = False,
    data: DataOption = None,
) -> None:
    """备份数据库，不含密钥。Write the database, without the keys, into one file."""
    _run("copies.back_up", data, file=file.absolute(), force=force)


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
    _run("copies.check_restored", data, folder=chosen.path, manifest=manifest)


@app.command("catch-up")
def catch_up(data: DataOption = None) -> None:
    """补办等待核心系统答复的往来。Bring calls that wait for a pool's core to an end."""
    _run("cores.catch_up", data)


@app.command()
def core(
    pool: Annotated[str, typer.Option(help="统筹区代码。The pool's code.")],
    pack: Annotated[Path, typer.Option(help="它自己的政策包。Its own metro pack.")],
    journal: Annotated[Path, typer.Option(help="流水日志文件。The journal's file.")],
    port: Annotated[int, typer.Option(min=0, max=65_535, help="端口。The port.")] = 8100,
    host: Annotated[str, typer.Option(help="地址。The address to serve on.")] = "127.0.0.1",
    secret_file: Annotated[
        Path | None,
        typer.Option(help="密钥文件，默认在日志旁。The key file, by default beside the journal."),
    ] = None,
) -> None:
    """启动一个统筹区的参考核心系统。Run a reference core, apart from everything else."""
    running = import_module("rongcheng.reference_core.running")
    keys = secret_file or journal.with_suffix(".keys.json")
    options = running.CoreOptions(pool, pack, journal, host, port, keys)
    raise typer.Exit(running.serve_core(options, say))


@app.command("setup-data", hidden=True)
def setup_data(data: DataOption = None) -> None:
    """Bring the database up to this release and fill it; `up` runs this when it is needed."""
    _run("setting_up.set_up", data)


def main() -> None:
    """Run the command line; an error becomes one clear line and exit status 1."""
    try:
        app()
    except RongchengError as error:
        complain(f"{error.message(chosen_language())} [{error.code}]")
        sys.exit(1)


if __name__ == "__main__":
    main()
