"""The web server's way in (网页服务入口): one application, loaded once, forked to each worker."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from rongcheng.runtime.launch import die_with_parent

# Pages that every part of the house has a hand in: addresses, templates, messages, policy.
FIRST_PAGES = ("/healthz", "/")

application = get_wsgi_application()


def warm_up() -> None:
    """Serve the first pages to nobody, so that no visitor waits for what they load.

    Leaves no database connection open: a fork must not share one. A page that fails says so in
    the log, and again to the first visitor.
    """
    for path in FIRST_PAGES:
        response = application(_request(path), _ignore_head)
        for _ in response:
            pass
        response.close()
    connections.close_all()


def make_application() -> Callable[..., Any]:
    """Return the application to a worker process.

    Under the supervisor the worker ends with its main process, which may be killed with no chance
    to end its workers; left alone they would keep the port.
    """
    if os.environ.get("RONGCHENG_SUPERVISED") == "1":
        die_with_parent(os.getppid(), signal.SIGTERM)
    return application


def _request(path: str) -> dict[str, Any]:
    host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _ignore_head(status: str, headers: list[tuple[str, str]], *rest: object) -> Callable[..., Any]:
    """Take the response's head, which nobody reads."""
    return io.BytesIO().write
