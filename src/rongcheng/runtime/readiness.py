"""Asks the web server whether it is ready to serve (就绪检查)."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

PATH = "/healthz"
TIMEOUT_SECONDS = 5.0


def answers(address: str) -> bool:
    """Return whether the health page says that all is well.

    The certificate is not checked: it is our own, asked for by number instead of its name.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", PATH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
