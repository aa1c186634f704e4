"""A change is read as people write it, and refused with the way to write it."""

from __future__ import annotations

import pytest

from rongcheng.policy.changes.errors import ChangeUnreadable, ChangeValueWrong
from rongcheng.policy.changes.text import read_change, read_value, write_change
from rongcheng.policy.changes.types import PolicyChange, change_from_plain


def test_a_change_names_its_key_dimensions_and_value() -> None:
    change = read_change("health.inpatient.ratio[tier=level_3, scheme=employee]=90%")

    assert change.key == "health.inpatient.ratio"
    assert change.where == (("scheme", "employee"), ("tier", "level_3"))
    assert change.value == "90%"
    assert write_change(change) == "health.inpatient.ratio[scheme=employee,tier=level_3]=90%"
    assert change_from_plain(change.plain()) == change


@pytest.mark.parametrize(
    "text", ["", "ratio", "a.b.c=", "a.b.c[tier]=1", "a.b.c[x=1,x=2]=1", "a.b.c[x=1=2", "=5"]
)
def test_what_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(ChangeUnreadable):
        read_change(text)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("ppm", "90%", 900_000),
        ("ppm", "72.5 %", 725_000),
        ("ppm", "0％", 0),
        ("fen", "1500", 150_000),
        ("fen", "1500.00", 150_000),
        ("fen", "1,500.5 元", 150_050),
        ("flag", "是", True),
        ("flag", "no", False),
        ("count", "3", 3),
        ("text", "reduction", "reduction"),
    ],
)
def test_values_are_written_by_their_unit(unit: str, text: str, value: object) -> None:
    assert read_value("a.b.c", text, unit) == value


@pytest.mark.parametrize(
    ("unit", "text", "says"),
    [
        ("ppm", "0.9", "write a percentage"),
        ("ppm", "101%", "between 0 and 100%"),
        ("ppm", "-1%", "between 0 and 100%"),
        ("ppm", "90.00001%", "to four decimals"),
        ("fen", "many", "write yuan"),
        ("fen", "1.005", "write yuan"),
        ("flag", "perhaps", "yes or no"),
        ("days", "40000", "between 0 and 36525"),
        ("count", "1.5", "whole number"),
        ("text", "two words", "one word"),
        ("list", "OPSP-01", "a list is not changed"),
    ],
)
def test_a_value_that_does_not_fit_says_how_to_write_it(unit: str, text: str, says: str) -> None:
    with pytest.raises(ChangeValueWrong) as refused:
        read_value("a.b.c", text, unit)

    assert says in refused.value.message("en")


def test_a_change_without_days_and_pools_is_kept_as_one() -> None:
    change = PolicyChange("a.b.c", "1")

    assert change_from_plain(change.plain()) == change
