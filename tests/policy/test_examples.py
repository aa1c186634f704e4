"""The examples in the docstrings of the policy floor are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from rongcheng.policy import describe, dimensions, timeline


@pytest.mark.parametrize("module", [describe, dimensions, timeline])
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0
