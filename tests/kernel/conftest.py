"""Fixtures of the kernel's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def compiled_rules_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compile into a folder of this run, so that no earlier run decides a test."""
    folder = tmp_path_factory.mktemp("compiled")
    folder.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGCHENG_CACHE", str(folder))
        yield folder
