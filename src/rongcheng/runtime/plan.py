"""What `rongcheng up` is to start, and what its parts are told (运行计划)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rongcheng.runtime.key_sources import FILE_VARIABLE, KeyFile, KeySource, find_source
from rongcheng.runtime.keys import FILE_NAME
from rongcheng.runtime.tls import TlsFiles

FOLLOWS_VARIABLE = "RONGCHENG_SECRET_FOLLOWS"
LOCAL_HOSTS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (shown, not bound)

WEB_VARIABLES = {"--workers": "RONGCHENG_WEB_WORKERS", "--threads": "RONGCHENG_WEB_THREADS"}


class Commands(NamedTuple):
    """The command of each part, as words; the first is the program.

    ``live`` plays the demonstration's running day, ``app`` stands in for the cities' apps;
    without words there is none.
    """

    setup: tuple[str, ...]
    web: tuple[str, ...]
    worker: tuple[str, ...]
    live: tuple[str, ...] = ()
    app: tuple[str, ...] = ()


class UpOptions(NamedTuple):
    """What was asked for on the command line.

    ``commands`` replaces the parts' programs in tests of the supervisor itself.
    """

    data_folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    metros: tuple[Path, ...] = ()
    demo: bool = True
    live: bool = False
    apps: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    database_url: str = ""
    commands: Commands | None = None


def web_command(host: str, port: int, tls: TlsFiles | None) -> tuple[str, ...]:
    """Return the web server's command line for a numeric host."""
    words = [sys.executable, "-m", "rongcheng.runtime.web_server"]
    words += ["--host", host, "--port", str(port)]
    for option, variable in WEB_VARIABLES.items():
        if os.environ.get(variable):
            words += [option, os.environ[variable]]
    if tls is not None:
        words += ["--certificate", str(tls.certificate), "--key", str(tls.key)]
    return tuple(words)


def default_commands(host: str, port: int, tls: TlsFiles | None, *, live: bool = False) -> Commands:
    """Return what a real run starts; with ``live`` the demonstration's running day too."""
    worker = [sys.executable, "-m", "rongcheng.runtime.job_worker"]
    # A run that tells the cities' apps, and one that catches up, may each keep a place for long.
    worker += ["--concurrency", "3", "--shutdown-graceful-timeout", "10"]
    worker += ["--delete-jobs", "successful"]
    return Commands(
        setup=(sys.executable, "-m", "rongcheng.cli", "setup-data"),
        web=web_command(host, port, tls),
        worker=tuple(worker),
        live=(sys.executable, "-m", "rongcheng.cli", "live-day") if live else (),
    )


def page_address(host: str, port: int, *, tls: bool) -> str:
    """Return the address that a browser on this machine opens."""
    shown = LOCAL_HOSTS.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{'https' if tls else 'http'}://{shown}:{port}"


def is_live(options: UpOptions) -> bool:
    """Say whether an invented day is played: only where everything else is invented too."""
    return options.demo and options.live


def key_file(data_folder: Path) -> Path:
    """Return where the key file lies: in the data folder, unless the environment says otherwise."""
    return Path(os.environ.get(FILE_VARIABLE) or data_folder / FILE_NAME)


def key_source(data_folder: Path) -> KeySource:
    """Return where the keys come from: the environment's source, else the data folder's file."""
    return find_source(os.environ) or KeyFile(key_file(data_folder))


def base_environment(data_folder: Path, django_secret: str) -> dict[str, str]:
    """Return what every part and command is told, beside what it inherits."""
    told = {
        "DJANGO_SETTINGS_MODULE": "rongcheng.settings",
        "RONGCHENG_DATA": str(data_folder),
        "RONGCHENG_SECRET_KEY": os.environ.get("RONGCHENG_SECRET_KEY") or django_secret,
    }
    if not os.environ.get("RONGCHENG_SECRET_KEY"):
        # Set by hand it stays as it is; from the keys it follows them.
        told[FOLLOWS_VARIABLE] = "1"
    source = key_source(data_folder)
    # Other sources are named in the environment that every part inherits.
    return told | ({FILE_VARIABLE: source.place} if isinstance(source, KeyFile) else {})


def part_environment(
    options: UpOptions, django_secret: str, database_url: str, *, tls: bool
) -> Mapping[str, str]:
    """Return the whole environment of a part of this run."""
    told = base_environment(options.data_folder, django_secret)
    told |= {
        "DATABASE_URL": database_url,
        "RONGCHENG_DEMO": "1" if options.demo else "0",
        "RONGCHENG_LIVE": "1" if is_live(options) else "0",
        "RONGCHENG_METROS": os.pathsep.join(str(path.absolute()) for path in options.metros),
        "RONGCHENG_TLS": "1" if tls else "0",
        "RONGCHENG_SUPERVISED": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | told
