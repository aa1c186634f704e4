"""Which rules decided (规则版本): every decision names the sources it was made by.

Apart from the compiler, so that a counter call knows its version without loading it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def source_hash() -> str:
    """Return the SHA-256 of all kernel and domain sources: the version of the rules.

    Computed once a process, over `kernel/` and every `services/*/domain/`.
    """
    found = [*(_PACKAGE / "kernel").rglob("*.py"), *_PACKAGE.glob("services/*/domain/**/*.py")]
    digest = hashlib.sha256()
    for path in sorted(found, key=lambda path: path.relative_to(_PACKAGE).as_posix()):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
