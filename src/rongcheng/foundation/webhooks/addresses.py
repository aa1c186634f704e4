"""Where messages may go (推送地址检查): never to a machine that only we can reach by mistake.

An address is https with a name or number, checked when it is registered; where the name leads is
checked again at each connection, which then goes to exactly that number. Internal networks of the
cities are allowed one by one by the setting RONGCHENG_WEBHOOK_NETWORKS. In the demonstration plain
http to this machine is allowed, for the stand-in.
"""

from __future__ import annotations

import ipaddress
import socket
from functools import lru_cache
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from rongcheng.foundation.webhooks.errors import AddressRefused, NetworksFaulty

LONGEST = 500
LOOPBACK_NAMES = {"127.0.0.1", "::1", "localhost"}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NoWay(Exception):
    """A name leads nowhere, or to where nothing may be sent: `unknown_name`, `forbidden`."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why


def check_address(url: str) -> None:
    """Refuse an address that may not be registered; raises AddressRefused, NetworksFaulty."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        _refuse("写法不对", "it is malformed")
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    if not plain or not host or port == 0 or parts.username is not None or parts.fragment:
        _refuse("写法不对", "it is malformed")
    if not _scheme_fits(parts):
        _refuse("不是 https", "it is not https")
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_allowed(number):
        _refuse("指向内部网络", "it leads into an internal network")


def resolve(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """Return the number to which a name leads now; raises NoWay unless all of them are allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NoWay("unknown_name") from fault
    for _, _, _, _, place in found:
        if not is_allowed(ipaddress.ip_address(str(place[0]).partition("%")[0])):
            raise NoWay("forbidden")
    family, _, _, _, place = found[0]
    return socket.AddressFamily(family), str(place[0])


def is_allowed(number: Address) -> bool:
    """Say whether messages may go to this number: public, named by the setting, or a demo's own."""
    mapped = getattr(number, "ipv4_mapped", None)
    if mapped is not None:
        return is_allowed(mapped)
    if number.is_loopback:
        return bool(settings.RONGCHENG_DEMO)
    if any(number in network for network in _networks(settings.RONGCHENG_WEBHOOK_NETWORKS)):
        return True
    return number.is_global and not number.is_multicast


@lru_cache(maxsize=8)
def _networks(setting: str) -> tuple[Network, ...]:
    found = []
    for given in filter(None, (part.strip() for part in setting.split(","))):
        try:
            found.append(ipaddress.ip_network(given))
        except ValueError as fault:
            raise NetworksFaulty(given=given) from fault
    return tuple(found)


def _scheme_fits(parts: SplitResult) -> bool:
    if parts.scheme == "http":
        return bool(settings.RONGCHENG_DEMO) and parts.hostname in LOOPBACK_NAMES
    return parts.scheme == "https"


def _refuse(why_zh: str, why_en: str) -> NoReturn:
    raise AddressRefused(why_zh=why_zh, why_en=why_en)
