"""Keys as text (密钥文本): how a key is written, and which ones are too weak to seal anything.

A key is base64 of 32 random bytes. Whoever types a password in its place, pads it, or uses one key
for two things is told so before anything is sealed under it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rongcheng.kernel import crypto
from rongcheng.kernel.errors import KeyRingInvalid
from rongcheng.runtime.errors import KeysUnusable

SECRET_LENGTH = 32
"""Characters of the session secret at least."""
ACCEPTED = "django_secrets_accepted"
"""So a key file names the session secrets that are accepted beside the one that signs."""
LEAST_DIFFERENT = 16
"""Different bytes in a key at least: 32 random ones have some 30, and never in practice so few."""
_ASCII = range(0x20, 0x7F)
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)


class AcceptedSecret(NamedTuple):
    """A session secret that no longer signs, or not yet; `until` None: until it is taken out."""

    secret: str
    until: datetime | None = None


class Keys(NamedTuple):
    """What an installation keeps secret: the key ring, and Django's secret.

    `accepted`: secrets by which sessions are still, or already, believed.
    """

    keyring: crypto.KeyRing
    django_secret: str
    accepted: tuple[AcceptedSecret, ...] = ()


def new_key() -> str:
    """Return a new key as text."""
    return base64.b64encode(secrets.token_bytes(crypto.KEY_BYTES)).decode("ascii")


def new_secret() -> str:
    """Return a new session secret."""
    return secrets.token_urlsafe(48)


def load_keys(path: Path) -> Keys:
    """Read a key file.

    Raises `KeysUnusable` when it is missing, unreadable, incomplete or weak, or others can read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise KeysUnusable(file=path, problem="chmod 600")
        content = json.loads(path.read_text(encoding="utf-8"))
        seals = {int(number): str(key) for number, key in content["keys"].items()}
        current, index, secret = content["current"], content["index_key"], content["django_secret"]
        accepted = accepted_of(content)
    except KeyError as error:
        raise KeysUnusable(file=path, problem=f"{error} missing") from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        # Never the message of a reader: it may repeat what it could not read.
        problem = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise KeysUnusable(file=path, problem=problem) from None
    return keys_of_parts(
        str(path), seals, str(current), index=str(index), session=str(secret), accepted=accepted
    )


def accepted_of(content: Mapping[str, Any]) -> tuple[AcceptedSecret, ...]:
    """Return the secrets that a key file says are accepted; raises ValueError, KeyError."""
    return tuple(
        AcceptedSecret(
            str(row["secret"]), datetime.fromisoformat(row["until"]) if row["until"] else None
        )
        for row in content.get(ACCEPTED, [])
    )


def keys_of_parts(
    place: str,
    seals: Mapping[int, str],
    current: str | None,
    *,
    index: str,
    session: str,
    accepted: tuple[AcceptedSecret, ...] = (),
) -> Keys:
    """Return keys from their texts; without `current` the highest version seals.

    Raises `KeysUnusable`, which names the key that is wrong and never shows it.
    """
    if not seals:
        raise KeysUnusable(file=place, problem="没有密封密钥 · no sealing key")
    if current is not None and not _NUMBER.fullmatch(current):
        raise KeysUnusable(file=place, problem="current 不是版本号 · current is not a number")
    versions = {number: _decoded(place, f"seal-{number}", key) for number, key in seals.items()}
    index_key = _decoded(place, "index", index)
    if len({*versions.values(), index_key}) <= len(versions):
        raise KeysUnusable(file=place, problem="密钥重复 · one key is used for two things")
    if any(len(text) < SECRET_LENGTH for text in (session, *(old.secret for old in accepted))):
        raise KeysUnusable(file=place, problem="session 太短 · session is too short")
    try:
        ring = crypto.KeyRing(versions, int(current) if current else max(versions), index_key)
    except KeyRingInvalid as error:
        raise KeysUnusable(file=place, problem=error.message("en")) from None
    return Keys(ring, session, accepted)


def check_mark(keys: Keys) -> str:
    """Return a mark of these keys that tells them from others and nothing about themselves."""
    return hmac.digest(keys.keyring.index_key, b"rongcheng/runtime/key-check/1", "sha256").hex()


def _decoded(place: str, name: str, text: str) -> bytes:
    """Return the bytes of a key, or refuse it by its name."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeysUnusable(file=place, problem=f"{name}: not base64") from None
    if len(key) != crypto.KEY_BYTES:
        problem = f"{name}: {len(key)} bytes, {crypto.KEY_BYTES} needed"
        raise KeysUnusable(file=place, problem=problem)
    if len(set(key)) < LEAST_DIFFERENT or all(byte in _ASCII for byte in key):
        problem = f"{name}: 不是随机密钥，请另生成 · not random, make a new one"
        raise KeysUnusable(file=place, problem=problem)
    return key
