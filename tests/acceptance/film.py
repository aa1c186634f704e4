"""A film of one still picture, as a browser's pretended camera plays it (YUV4MPEG2)."""

from __future__ import annotations

from pathlib import Path

import segno

WIDTH, HEIGHT = 640, 480
GREY = 128
WHITE, BLACK = 235, 16


def film_code(text: str, path: Path, *, point: int = 5) -> None:
    """Write a film in which somebody holds a code before the camera, still and straight."""
    matrix = [list(row) for row in segno.make(text, error="m").matrix_iter(border=4)]
    side = len(matrix) * point
    assert side <= HEIGHT
    rows = []
    for line in range(HEIGHT):
        row = bytearray([WHITE]) * WIDTH
        at = (line - (HEIGHT - side) // 2) // point
        if 0 <= at < len(matrix):
            left = (WIDTH - side) // 2
            for column, dark in enumerate(matrix[at]):
                if dark:
                    start = left + column * point
                    row[start : start + point] = bytes([BLACK]) * point
        rows.append(bytes(row))
    frame = b"FRAME\n" + b"".join(rows) + bytes([GREY]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + frame * 5)


def grey_code(text: str, *, point: int = 5) -> tuple[int, bytes]:
    """Return a code as the page sends it: its width, and grey bytes row by row."""
    matrix = [list(row) for row in segno.make(text, error="m").matrix_iter(border=4)]
    rows = [
        b"".join((b"\x10" if dark else b"\xeb") * point for dark in row) * point for row in matrix
    ]
    return len(matrix) * point, b"".join(rows)
