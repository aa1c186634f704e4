"""Where the pools' own cores are (核心系统地址): read from the setting RONGCHENG_CORES.

Where a core is reached is a matter of this installation; that a pool has one is policy.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from rongcheng.services.health.cores.errors import CoreAddressMissing, CoresFaulty

DEFAULT_TIMEOUT_MS = 3_000
DEFAULT_GIVE_UP_MINUTES = 15
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Address(NamedTuple):
    """Where one pool's core answers, with which key, and how patient we are."""

    pool: str
    url: str
    access_key: str
    secret_file: str
    timeout_ms: int = DEFAULT_TIMEOUT_MS
    give_up_minutes: int = DEFAULT_GIVE_UP_MINUTES

    @property
    def secret_key(self) -> str:
        """Return the secret that signs our calls, read from its file each time."""
        try:
            text = Path(self.secret_file).read_text("utf-8").strip()
            return str(json.loads(text)["secret_key"]) if text.startswith("{") else text
        except (OSError, ValueError, KeyError) as fault:
            raise CoresFaulty(
                why_zh=f"统筹区 {self.pool} 的密钥文件读不出来",
                why_en=f"the secret file of pool {self.pool} cannot be read",
            ) from fault


def has_cores() -> bool:
    """Say whether this installation knows any pool's own core; costs nothing."""
    return bool(settings.RONGCHENG_CORES)


def addresses() -> dict[str, Address]:
    """Return the configured cores by pool; raises `CoresFaulty`."""
    return dict(_read(settings.RONGCHENG_CORES))


def address_of(pool: str) -> Address:
    """Return where a pool's core answers, or say clearly that this is not configured."""
    found = addresses().get(pool)
    if found is None:
        raise CoreAddressMissing(pool=pool)
    return found


@lru_cache(maxsize=8)
def _read(setting: str) -> tuple[tuple[str, Address], ...]:
    if not setting.strip():
        return ()
    try:
        text = setting if setting.lstrip().startswith("{") else Path(setting).read_text("utf-8")
        plain = json.loads(text)
        return tuple((pool, _address(pool, row)) for pool, row in plain.items())
    except (OSError, ValueError, AttributeError) as fault:
        raise CoresFaulty(
            why_zh="不是可读的 JSON（可以写 JSON 文本，也可以写文件路径）",
            why_en="it is no readable JSON, neither in place nor as a file's path",
        ) from fault


def _address(pool: str, row: dict[str, Any]) -> Address:
    allowed = set(Address._fields) - {"pool"}
    unknown = sorted(set(row) - allowed)
    missing = sorted({"url", "access_key", "secret_file"} - set(row))
    if unknown or missing:
        raise CoresFaulty(
            why_zh=f"统筹区 {pool} 缺少 {missing}，多出 {unknown}",
            why_en=f"pool {pool} lacks {missing} and has unknown {unknown}",
        )
    parts = urlsplit(str(row["url"]))
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise CoresFaulty(
            why_zh=f"统筹区 {pool} 的地址不在本机，必须用 https",
            why_en=f"the address of pool {pool} is not on this machine, so it must be https",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CoresFaulty(
            why_zh=f"统筹区 {pool} 的 url 要以 https:// 开头",
            why_en=f"the url of pool {pool} must begin with https://",
        )
    return Address(pool, **row)
