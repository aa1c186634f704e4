"""Full years of age and masked names."""

from __future__ import annotations

import doctest
from datetime import date

import pytest

from rongcheng.foundation.people import ages, masking
from rongcheng.foundation.people.public import age_on, mask_name


@pytest.mark.parametrize(
    ("born_on", "on", "age"),
    [
        (date(1974, 4, 15), date(2024, 4, 14), 49),
        (date(1974, 4, 15), date(2024, 4, 15), 50),
        (date(2024, 2, 29), date(2024, 2, 29), 0),
        (date(2020, 2, 29), date(2024, 2, 28), 3),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2023, 12, 31), date(2024, 1, 1), 0),
    ],
)
def test_age_counts_full_years(born_on: date, on: date, age: int) -> None:
    assert age_on(born_on, on) == age


def test_nobody_is_younger_than_nothing() -> None:
    with pytest.raises(ValueError, match="before birth"):
        age_on(date(2024, 4, 15), date(2024, 4, 14))


def test_names_are_masked() -> None:
    assert [mask_name(name) for name in ("林样例", "欧阳样例", "甲", "")] == [
        "林**",
        "欧***",
        "*",
        "",
    ]


def test_the_examples_in_the_documentation_hold() -> None:
    for module in (ages, masking):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0
