"""Says before anything starts whether the web server will get its port (端口检查)."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

from rongcheng.runtime.errors import AddressUnusable, PortTaken

LISTENING = "0A"
LAST_PORT = 65_535


def resolve_host(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """Return the family and numeric form of a host to serve on.

    Raises `AddressUnusable` for an unknown name.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise AddressUnusable(host=host, port=port, problem=error.strerror) from error
    family, _, _, _, address = found[0]
    return family, str(address[0])


def check_port(host: str, port: int) -> str:
    """Make sure that the port can be had, and return the host in numeric form.

    Raises `PortTaken`, with the process that has it where that can be seen and a free port
    nearby, or `AddressUnusable`.
    """
    family, address = resolve_host(host, port)
    try:
        _bind(family, address, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise AddressUnusable(host=host, port=port, problem=error.strerror) from error
        raise PortTaken(
            host=host,
            port=port,
            holder=_describe_holder(port),
            suggestion=free_port_after(family, address, port),
        ) from error
    return address


def _bind(family: socket.AddressFamily, address: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections of a server that ended just now do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))


def free_port_after(family: socket.AddressFamily, address: str, port: int) -> int:
    """Return the next free port within a hundred, 0 if there is none."""
    for candidate in range(port + 1, min(port + 100, LAST_PORT) + 1):
        try:
            _bind(family, address, candidate)
        except OSError:
            continue
        return candidate
    return 0


def _describe_holder(port: int) -> str:
    number = find_listener(port)
    if number is None:
        return ""
    try:
        name = Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        name = "?"
    return f" ({name}, pid {number})"


def find_listener(port: int) -> int | None:
    """Return the process that listens on this port, where the system lets us see it (Linux)."""
    if sys.platform != "linux":
        return None
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if any(os.readlink(link) in wanted for link in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:
            # It ended meanwhile, or it is not ours to look into.
            continue
    return None


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            words = line.split()
            if words[3] == LISTENING and int(words[1].rpartition(":")[2], 16) == port:
                inodes.add(words[9])
    return inodes
