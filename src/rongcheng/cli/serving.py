"""Start a metro and what stands beside it (启动): `up`, `core`, and the set-up that `up` runs."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, find_metros, run
from rongcheng.commands.errors import HalfTls
from rongcheng.commands.output import say
from rongcheng.runtime.folders import choose_data_folder
from rongcheng.runtime.plan import UpOptions
from rongcheng.runtime.supervisor import Supervisor


@app.command()
def up(  # noqa: PLR0913 - each is an option of the command
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
    live: Annotated[
        bool,
        typer.Option(envvar="RONGCHENG_LIVE", help="演示时实时模拟今天。Play today in demo mode."),
    ] = True,
    apps: Annotated[
        bool,
        typer.Option(
            envvar="RONGCHENG_DEMO_APPS",
            help="演示时提供参考城市应用。Offer a stand-in of the cities' apps in demo mode.",
        ),
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
        live=live,
        apps=apps,
        tls_certificate=tls_cert,
        tls_key=tls_key,
        database_url=os.environ.get("DATABASE_URL", ""),
    )
    Supervisor(options, say).run()


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


@app.command("city-app")
def city_app(
    people: Annotated[Path, typer.Option(help="编造的居民（JSON）。Invented people, as JSON.")],
    pack: Annotated[
        list[Path] | None,
        typer.Option(help="政策包目录，可多次给出，默认全部。A metro pack; default all."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="端口。The port.")] = 8200,
    host: Annotated[str, typer.Option(help="地址。The address to serve on.")] = "127.0.0.1",
    secret_file: Annotated[
        Path, typer.Option(help="密钥文件，没有就新建。The secret file; made if missing.")
    ] = Path("city-app.secret.json"),
    faults: Annotated[
        bool, typer.Option(help="开放故障开关，测试用。Open the fault switch, for tests.")
    ] = False,
) -> None:
    """启动参考城市应用，供居民登录。Run a stand-in of the cities' apps that signs people in."""
    running = import_module("rongcheng.commands.city_app")
    options = running.AppOptions(secret_file, host, port, faults)
    folders = tuple(pack) if pack else find_metros()
    raise typer.Exit(running.serve_city_app(options, folders, people))


@app.command("demo-app", hidden=True)
def demo_app(
    port: Annotated[int, typer.Option(min=1, max=65_535)],
    secret_file: Annotated[Path, typer.Option()],
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    core: Annotated[str, typer.Option()] = "",
    data: DataOption = None,
) -> None:
    """Run the cities' apps of the demonstration until told to end; `up` keeps this running."""
    os.nice(10)
    told = {"port": port, "secret_file": secret_file, "host": host, "core": core}
    run("demo_app.become_demo_app", data, **told)


@app.command("setup-data", hidden=True)
def setup_data(data: DataOption = None) -> None:
    """Bring the database up to this release and fill it; `up` runs this when it is needed."""
    run("setting_up.set_up", data)
