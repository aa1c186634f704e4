"""The keys of this installation, on disk and nowhere else (密钥文件).

One file, readable by its owner only, holds the sealing keys by version, the key of the look-up
hashes and the secret of sign-in sessions. It is made once, with the data folder. Whoever has
it and the database can read everything; whoever loses it can read nothing: back it up apart from
the database.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from rongcheng.kernel import crypto
from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.folders import write_private

FILE_NAME = "keys.json"
DEFAULT_SUITE = "international"


class Keys(NamedTuple):
    """What the file holds: the key ring, and Django's secret."""

    keyring: crypto.KeyRing
    django_secret: str


def make_keys(path: Path) -> None:
    """Make a new key file; one that exists is never overwritten.

    Raises `KeysUnusable` where it cannot be written.
    """
    if path.exists():
        return
    content = {
        "current": 1,
        "keys": {"1": _encoded(secrets.token_bytes(crypto.KEY_BYTES))},
        "index_key": _encoded(secrets.token_bytes(crypto.KEY_BYTES)),
        "django_secret": secrets.token_urlsafe(48),
    }
    try:
        write_private(path, json.dumps(content, indent=2) + "\n")
    except OSError as error:
        raise KeysUnusable(file=path, problem=str(error)) from error


def load_keys(path: Path) -> Keys:
    """Read the key file.

    Raises `KeysUnusable` when it is missing, unreadable or incomplete, or others can read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise KeysUnusable(file=path, problem="chmod 600")
        content = json.loads(path.read_text(encoding="utf-8"))
        keyring = crypto.KeyRing(
            versions={int(number): _decoded(key) for number, key in content["keys"].items()},
            current=int(content["current"]),
            index_key=_decoded(content["index_key"]),
        )
        return Keys(keyring, str(content["django_secret"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise KeysUnusable(file=path, problem=problem) from error


def check_mark(keys: Keys) -> str:
    """Return a mark of these keys that tells them from others and nothing about themselves."""
    return hmac.digest(keys.keyring.index_key, b"rongcheng/runtime/key-check/1", "sha256").hex()


def configure_from_environment() -> None:
    """Set the process's crypto suite from ``RONGCHENG_KEYS_FILE`` and ``RONGCHENG_CRYPTO_SUITE``.

    Without a key file nothing is set, and the first use of a key says so.
    """
    path = os.environ.get("RONGCHENG_KEYS_FILE")
    if not path:
        return
    name = os.environ.get("RONGCHENG_CRYPTO_SUITE") or DEFAULT_SUITE
    crypto.configure(crypto.suite(name, load_keys(Path(path)).keyring))


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("a key is not base64") from error
