"""Which apps sign residents in here (可用的城市应用): the pack says how, the setting says where.

A city's app is offered when its metro pack describes its sign-in and the setting RONGCHENG_APPS
knows its secret. In the demonstration one entry `*` stands for the apps of all cities.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from rongcheng.foundation.people.city_apps.errors import AppNotOffered, AppsFaulty
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.city_apps import AppAssurance, AppClaims
from rongcheng.policy.types import City

logger = logging.getLogger(__name__)

DEFAULT_TIMEOUT_MS = 5_000
LONGEST_TIMEOUT_MS = 30_000
LONGEST_ISSUER = 120
"""Links are kept under it, in a column of 200 characters."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ALL = "*"


class AppAddress(NamedTuple):
    """One entry of the setting: the secret, and what differs here from the pack."""

    secret_file: str
    issuer: str = ""
    client_id: str = ""
    ca_file: str = ""
    timeout_ms: int = DEFAULT_TIMEOUT_MS


class SignInApp(NamedTuple):
    """An app that signs residents in here; `stand_in` is the demonstration's, on this machine."""

    metro: str
    city: str
    title: Mapping[str, str]
    issuer: str
    client_id: str
    scopes: tuple[str, ...]
    claims: AppClaims
    assurance: AppAssurance
    userinfo: bool
    algorithms: tuple[str, ...]
    address: AppAddress
    stand_in: bool = False

    @property
    def key(self) -> str:
        """The name under which links are kept: a subject means something at its issuer only."""
        return f"{self.metro}:{self.city}:{self.issuer}"

    @property
    def actor_id(self) -> str:
        """The name under which access records know the app."""
        return app_actor_id(self.city)

    @property
    def timeout_s(self) -> float:
        """How long one question to the app may take."""
        return self.address.timeout_ms / 1000

    def words(self) -> dict[str, object]:
        """Return the app's name as errors say it."""
        return {"app_zh": self.title["zh"], "app_en": self.title["en"]}

    def secret(self) -> str:
        """Return the secret that we share with the app, read from its file each time."""
        try:
            text = Path(self.address.secret_file).read_text("utf-8").strip()
            return str(json.loads(text)["client_secret"]) if text.startswith("{") else text
        except (OSError, ValueError, KeyError) as fault:
            raise AppsFaulty(
                why_zh=f"城市 {self.city} 的密钥文件读不出来",
                why_en=f"the secret file of city {self.city} cannot be read",
            ) from fault


def app_actor_id(city: str) -> str:
    """Return the name under which access records know a city's app."""
    return f"app-{city}"


def list_sign_in_apps(books: Iterable[PolicyBook]) -> list[SignInApp]:
    """Return the apps offered for these metros, by metro and city.

    A faulty setting offers none and is logged: the other ways to sign in must stay open.
    """
    try:
        known = addresses()
    except AppsFaulty as fault:
        logger.error("%s", fault)
        return []
    found = [_app_of(book, city, known) for book in books for city in book.cities()]
    return [app for app in found if app is not None]


def find_sign_in_app(book: PolicyBook, city: str) -> SignInApp:
    """Return the app of a city; raises AppNotOffered, or AppsFaulty."""
    known = addresses()
    for member in book.cities():
        found = _app_of(book, member, known) if member.code == city else None
        if found is not None:
            return found
    raise AppNotOffered()


def _app_of(book: PolicyBook, city: City, known: Mapping[str, AppAddress]) -> SignInApp | None:
    if city.app is None or city.app.oidc is None:
        return None
    address = known.get(city.code)
    stand_in = address is None and ALL in known
    if address is None:
        if not stand_in:
            return None
        address = known[ALL]
    oidc = city.app.oidc
    return SignInApp(
        metro=book.metro,
        city=city.code,
        title=city.app.title,
        issuer=(address.issuer or oidc.issuer).replace("{city}", city.code),
        client_id=address.client_id or oidc.client_id,
        scopes=oidc.scopes,
        claims=oidc.claims,
        assurance=oidc.assurance,
        userinfo=oidc.userinfo,
        algorithms=oidc.algorithms,
        address=address,
        stand_in=stand_in,
    )


def addresses() -> dict[str, AppAddress]:
    """Return the entries of the setting by city code; raises AppsFaulty."""
    known = dict(_read(settings.RONGCHENG_APPS))
    if ALL in known and not settings.RONGCHENG_DEMO:
        raise AppsFaulty(
            why_zh="“*”只能用在演示里，请逐个写明城市",
            why_en="`*` is for the demonstration only; name each city",
        )
    return known


@lru_cache(maxsize=8)
def _read(setting: str) -> tuple[tuple[str, AppAddress], ...]:
    if not setting.strip():
        return ()
    try:
        text = setting if setting.lstrip().startswith("{") else Path(setting).read_text("utf-8")
        return tuple((city, _address(city, row)) for city, row in json.loads(text).items())
    except (OSError, ValueError, AttributeError) as fault:
        raise AppsFaulty(
            why_zh="不是可读的 JSON（可以写 JSON 文本，也可以写文件路径）",
            why_en="it is no readable JSON, neither in place nor as a file's path",
        ) from fault


def _address(city: str, row: dict[str, Any]) -> AppAddress:
    fields = row if isinstance(row, dict) else {}
    unknown = sorted(set(fields) - set(AppAddress._fields))
    if unknown or not fields.get("secret_file"):
        raise AppsFaulty(
            why_zh=f"城市 {city} 缺少 secret_file，或多出 {unknown}",
            why_en=f"city {city} lacks secret_file or has unknown {unknown}",
        )
    address = AppAddress(**fields)
    if not isinstance(address.timeout_ms, int) or not 0 < address.timeout_ms <= LONGEST_TIMEOUT_MS:
        raise AppsFaulty(
            why_zh=f"城市 {city} 的 timeout_ms 应是不超过 {LONGEST_TIMEOUT_MS} 的整数",
            why_en=f"timeout_ms of city {city} must be a whole number up to {LONGEST_TIMEOUT_MS}",
        )
    parts = urlsplit(address.issuer)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if address.issuer and not local and parts.scheme != "https":
        raise AppsFaulty(
            why_zh=f"城市 {city} 的 issuer 要用 https（本机除外）",
            why_en=f"the issuer of city {city} must be https, except on this machine",
        )
    if len(address.issuer) > LONGEST_ISSUER:
        raise AppsFaulty(
            why_zh=f"城市 {city} 的 issuer 超过 {LONGEST_ISSUER} 个字",
            why_en=f"the issuer of city {city} is longer than {LONGEST_ISSUER} characters",
        )
    if address.ca_file and not Path(address.ca_file).is_file():
        raise AppsFaulty(
            why_zh=f"城市 {city} 的 ca_file 不存在",
            why_en=f"the ca_file of city {city} does not exist",
        )
    if city == ALL and not local:
        raise AppsFaulty(
            why_zh="“*”只能指向本机",
            why_en="`*` may lead to this machine only",
        )
    return address
