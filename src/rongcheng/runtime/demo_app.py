"""The stand-in of the cities' apps beside a demonstration (演示用城市应用): whether and where.

It is the least of the parts: where it cannot be had, everything else starts without it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from rongcheng.runtime.plan import UpOptions, page_address
from rongcheng.runtime.ports import free_port_after, resolve_host

# Its issuers lie on this machine, so it must be reachable there: on loopback or everywhere.
HOSTS = {"127.0.0.1", "0.0.0.0"}  # noqa: S104 - compared, not bound
SECRET_FILE = "city-app.json"  # noqa: S105 - a file's name


def find_app_port(options: UpOptions, host: str) -> int:
    """Return the port next to the pages' own on which the stand-in may serve; 0: there is none.

    None outside of a demonstration, and none where RONGCHENG_APPS names real apps.
    """
    wanted = options.demo and options.apps and not os.environ.get("RONGCHENG_APPS")
    if not wanted or host not in HOSTS:
        return 0
    family, address = resolve_host(host, options.port)
    return free_port_after(family, address, options.port)


def app_command(options: UpOptions, host: str, port: int) -> tuple[str, ...]:
    """Return the stand-in's command line; nothing without a port."""
    if not port:
        return ()
    words = [sys.executable, "-m", "rongcheng.cli", "demo-app", "--host", host]
    words += ["--port", str(port), "--secret-file", str(secret_file(options))]
    # Where the apps ask how a case goes on.
    words += ["--core", page_address(host, options.port, tls=options.tls_key is not None)]
    return tuple(words)


def app_environment(options: UpOptions, port: int) -> dict[str, str]:
    """Return what the pages are told of the stand-in; nothing without a port."""
    if not port:
        return {}
    issuer = f"http://127.0.0.1:{port}/{{city}}"
    entry = {"issuer": issuer, "secret_file": str(secret_file(options))}
    return {"RONGCHENG_APPS": json.dumps({"*": entry})}


def secret_file(options: UpOptions) -> Path:
    """Return where the secret lies that the pages and the stand-in share."""
    return options.data_folder.absolute() / SECRET_FILE
