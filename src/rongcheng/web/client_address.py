"""From where a request comes (来源地址), as limits count it."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
# A household or an office is given a whole /64, and may use any address in it.
_IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Return the caller's address, of IPv6 its network; `unknown` where it cannot be told.

    What callers write into `X-Forwarded-For` themselves stands further left than what the
    `RONGCHENG_PROXIES` trusted proxies added, and is never read.
    """
    hops: int = settings.RONGCHENG_PROXIES
    given = str(request.META.get("REMOTE_ADDR", ""))
    if hops > 0:
        chain = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        given = chain[-hops] if len(chain) >= hops else ""
    try:
        address = ip_address(given.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, _IPV6_PREFIX), strict=False))
    return str(address)
