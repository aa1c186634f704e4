"""The command line (命令行): start a metro's Rongcheng, check its policy, audit its records.

This module only reads words and options. What a command does is in `rongcheng.commands`, which
is imported when the command runs, because Django must know its database first.
"""

from __future__ import annotations

import sys

from rongcheng.cli import (
    batch,
    copies,
    data_set,
    keys,
    policy,
    records,
    serving,
    simulation,
    staff,
    webhooks,
    whatif,
)
from rongcheng.cli.running import app
from rongcheng.commands.output import complain
from rongcheng.kernel.errors import RongchengError
from rongcheng.runtime.console import chosen_language

__all__ = [
    "app",
    "batch",
    "copies",
    "data_set",
    "keys",
    "main",
    "policy",
    "records",
    "serving",
    "simulation",
    "staff",
    "webhooks",
    "whatif",
]


def main() -> None:
    """Run the command line; an error becomes one clear line and exit status 1."""
    try:
        app()
    except RongchengError as error:
        complain(f"{error.message(chosen_language())} [{error.code}]")
        sys.exit(1)
