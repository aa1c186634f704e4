"""A peer's answer read whole, or not at all (完整读取): no slower and no longer than it may be."""

from __future__ import annotations

import http.client
import time

_PIECE_BYTES = 65_536


class AnswerTooLarge(Exception):
    """A peer answered with more bytes than it may (答复过长)."""


class AnswerCutOff(Exception):
    """A peer promised more bytes than came (答复中断)."""


def read_whole(
    answer: http.client.HTTPResponse,
    wire: http.client.HTTPConnection,
    *,
    deadline: float,
    most_bytes: int,
) -> bytes:
    """Return a whole body that came before the deadline, however slowly it drips.

    `deadline` is a moment of `time.monotonic()`. Raises TimeoutError, AnswerTooLarge, AnswerCutOff.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if wire.sock is not None:
            wire.sock.settimeout(left)
        piece = answer.read1(_PIECE_BYTES)
        if not piece:
            break
        parts.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise AnswerTooLarge
    if answer.length:
        raise AnswerCutOff
    return b"".join(parts)
