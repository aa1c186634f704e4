"""Eight hospitals' systems at once (负载): raw keep-alive connections, bodies built beforehand.

The client shares the two cores with server and database, so it does as little as it can: one
prepared byte string a request, one read of the answer.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Load(NamedTuple):
    """What a run of requests came to: how many, how fast, and the slowest of a hundred."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    failed: int

    @property
    def rate(self) -> float:
        """Return requests per second."""
        return self.requests / self.seconds


def http_request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """Return a POST request as bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def read_answer(connection: socket.socket, buffer: bytearray) -> tuple[int, bytes]:
    """Return status and body of one answer; what follows stays in the buffer."""
    while (end := buffer.find(b"\r\n\r\n")) < 0:
        _more(connection, buffer)
    head = bytes(buffer[:end]).lower()
    start = head.index(b"content-length:") + 15
    stop = head.find(b"\r\n", start)
    length = int(head[start : stop if stop > 0 else len(head)])
    while len(buffer) < end + 4 + length:
        _more(connection, buffer)
    body = bytes(buffer[end + 4 : end + 4 + length])
    del buffer[: end + 4 + length]
    return int(head[9:12]), body


def _more(connection: socket.socket, buffer: bytearray) -> None:
    part = connection.recv(65_536)
    if not part:
        raise ConnectionError("the server closed the connection")
    buffer += part


def run_load(
    port: int,
    clients: Sequence[Iterator[bytes]],
    seconds: float,
    is_good: Callable[[int, bytes], bool],
) -> Load:
    """Let each client send its requests one after the other until the time is up."""
    times: list[float] = []
    failures: list[bytes] = []
    stop_at = time.perf_counter() + seconds
    lock = threading.Lock()

    def work(requests: Iterator[bytes]) -> None:
        own: list[float] = []
        bad: list[bytes] = []
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            buffer = bytearray()
            for request in requests:
                began = time.perf_counter()
                if began > stop_at:
                    break
                connection.sendall(request)
                status, body = read_answer(connection, buffer)
                own.append(time.perf_counter() - began)
                if not is_good(status, body):
                    bad.append(body)
        with lock:
            times.extend(own)
            failures.extend(bad)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if failures:
        print("a refused answer:", failures[0][:300].decode("utf-8", "replace"))
    times.sort()
    return Load(
        len(times),
        elapsed,
        times[len(times) // 2] * 1000,
        times[int(len(times) * 0.99)] * 1000,
        len(failures),
    )
