"""Starts a reference core (启动参考核心): pack, journal, key file; serves until it is ended."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rongcheng.kernel.ending import serve_until_told
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.load import load_pack
from rongcheng.reference_core.engine import ReferenceCore
from rongcheng.reference_core.errors import PackUnusable, PoolNotInPack, SecretUnusable
from rongcheng.reference_core.journal import Journal
from rongcheng.reference_core.server import CoreServer

Say = Callable[[str], None]


class CoreOptions(NamedTuple):
    """What the command line says."""

    pool: str
    pack: Path
    journal: Path
    host: str
    port: int
    secret_file: Path


def read_keys(file: Path) -> tuple[str, str]:
    """Return access key and secret of the key file; it is made, readable to us alone, if missing.

    Raises `SecretUnusable`.
    """
    if not file.exists():
        pair = {"access_key": f"AK{secrets.token_hex(10)}", "secret_key": secrets.token_hex(32)}
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as made:
            json.dump(pair, made)
    try:
        plain = json.loads(file.read_text("utf-8"))
        return str(plain["access_key"]), str(plain["secret_key"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SecretUnusable(file=file.name) from fault


def open_core(options: CoreOptions) -> tuple[ReferenceCore, Journal]:
    """Return the core with its state rebuilt, or say what is wrong."""
    pack, faults = load_pack(options.pack)
    if pack is None:
        raise PackUnusable(folder=options.pack.name, count=len(faults))
    book = PolicyBook(pack)
    known = [pool.code for pool in book.pools()]
    if options.pool not in known:
        raise PoolNotInPack(folder=options.pack.name, pool=options.pool, known="、".join(known))
    journal = Journal(options.journal)
    return ReferenceCore(options.pool, book, journal), journal


def serve_core(options: CoreOptions, say: Say) -> int:
    """Serve until SIGINT or SIGTERM; what was answered is on disk whenever it ends."""
    core, journal = open_core(options)
    keys = read_keys(options.secret_file)
    with CoreServer(options.host, options.port, core, keys) as server:
        address = f"http://{options.host}:{server.server_address[1]}"
        serve_until_told(server, lambda: say(f"core {options.pool} ready: {address}"))
    journal.close()
    say("core ended")
    return 0
