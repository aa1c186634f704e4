"""What the web tests stand on: missing words are errors, each language is spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rongcheng.web import i18n


@pytest.fixture(autouse=True)
def strict_words() -> Iterator[None]:
    """A missing sentence or parameter fails the test instead of showing its key."""
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak each language in turn."""
    token = i18n.activate(request.param)
    yield str(request.param)
    i18n.restore(token)
