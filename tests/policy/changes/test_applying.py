"""A change wins at the pools and on the days it names, and nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rongcheng.kernel.errors import CallerError
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.changes.applying import apply_changes
from rongcheng.policy.changes.errors import (
    ChangeDaysWrong,
    ChangeDimensionUnknown,
    ChangeHoldsNowhere,
    ChangeKeyUnknown,
    ChangePoolUnknown,
    ChangeShared,
    ChangeValueWrong,
)
from rongcheng.policy.changes.text import read_change
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.export import export_pack
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack

RATIO = "health.outpatient.ratio"
LIMIT = "health.special.limit_month"
NAME = "样例方案"
D = date


def changed(pack: Pack, *texts: str, **scope: object) -> PolicyBook:
    changes = [read_change(text, **scope) for text in texts]  # type: ignore[arg-type]
    return PolicyBook(apply_changes(pack, changes, name=NAME))


def ratio(book: PolicyBook, at: str, on: date, words: str) -> Resolved:
    scheme, standing, tier = words.split()
    return book.resolve(RATIO, at=at, on=on, scheme=scheme, standing=standing, tier=tier)


def value(book: PolicyBook, at: str, on: date, words: str) -> object:
    return ratio(book, at, on, words).value


def test_a_change_of_all_pools_wins_at_whatever_layer_decides(sample_pack: Pack) -> None:
    book = changed(sample_pack, f"{RATIO}=90%", since=D(2023, 6, 1))

    for at in ("430199", "430299", "430399", "439900"):
        assert value(book, at, D(2023, 6, 1), "employee in_service primary") == 900_000
        assert value(book, at, D(2026, 6, 1), "resident adult primary") == 900_000
    assert value(book, "430399", D(2023, 5, 31), "employee in_service primary") == 700_000
    assert value(book, "430399", D(2023, 5, 31), "resident adult primary") == 710_000
    assert value(book, "430199", D(2023, 5, 31), "resident adult primary") == 500_000


def test_a_change_of_a_value_leaves_the_government_items_as_they_are(sample_pack: Pack) -> None:
    book = changed(sample_pack, f"{RATIO}=90%", since=D(2023, 6, 1))

    assert [item.id for item in book.government.items()] == ["approval", "move-in", "shop-licence"]
    assert book.pack.government == sample_pack.government


def test_a_changed_value_is_a_sample_that_names_the_draft(sample_pack: Pack) -> None:
    book = changed(sample_pack, f"{RATIO}=90%", since=D(2023, 6, 1))
    found = ratio(book, "430199", D(2024, 1, 1), "employee retired level_1")

    assert found.source.document == NAME
    assert found.status == "illustrative"
    assert (found.since, found.until) == (D(2023, 6, 1), None)


def test_a_change_for_one_pool_goes_above_the_provinces_value(sample_pack: Pack) -> None:
    book = changed(
        sample_pack, f"{RATIO}[tier=level_3]=90%", pools=("430199",), since=D(2025, 1, 1)
    )

    here = ratio(book, "430199", D(2025, 1, 1), "employee retired level_3")
    assert (here.value, here.layer, here.at) == (900_000, "pool", "430199")
    assert value(book, "430199", D(2024, 12, 31), "employee retired level_3") == 500_000
    assert value(book, "430199", D(2025, 1, 1), "employee retired level_2") == 500_000
    assert value(book, "439900", D(2025, 1, 1), "employee retired level_3") == 500_000


def test_where_a_pools_own_row_had_ended_what_decided_since_is_kept(sample_pack: Pack) -> None:
    # The pool had 65 % in 2023, then the province's 50 % decided: no gap may open in between.
    book = changed(
        sample_pack,
        f"{RATIO}[standing=retired,scheme=employee]=90%",
        pools=("430399",),
        since=D(2025, 1, 1),
    )

    assert value(book, "430399", D(2023, 12, 31), "employee retired level_2") == 650_000
    assert value(book, "430399", D(2024, 12, 31), "employee retired level_2") == 500_000
    assert value(book, "430399", D(2025, 1, 1), "employee retired level_2") == 900_000


def test_after_its_last_day_the_old_value_holds_again(sample_pack: Pack) -> None:
    book = changed(
        sample_pack, f"{RATIO}=90%", pools=("430399",), since=D(2024, 3, 1), until=D(2024, 3, 31)
    )

    words = "employee in_service level_1"
    assert [
        value(book, "430399", on, words)
        for on in (D(2024, 2, 29), D(2024, 3, 1), D(2024, 3, 31), D(2024, 4, 1))
    ] == [620_000, 900_000, 900_000, 620_000]


def test_without_a_first_day_it_holds_as_long_as_there_is_policy(sample_pack: Pack) -> None:
    book = changed(sample_pack, f"{LIMIT}[disease=OPSP-02]=500")

    found = book.resolve(LIMIT, at="430199", on=D(2023, 1, 1), scheme="employee", disease="OPSP-02")
    assert (found.value, found.since) == (50_000, D(2023, 1, 1))
    other = book.resolve(LIMIT, at="430199", on=D(2023, 1, 1), scheme="employee", disease="OPSP-01")
    assert other.value == 30_000


def test_an_agreements_value_is_changed_with_it_within_its_term(sample_pack: Pack) -> None:
    key = "health.offsite.filing_needed"
    book = changed(sample_pack, f"{key}[category=other]=yes", since=D(2024, 1, 1))

    on = D(2025, 1, 1)
    inside = book.resolve(key, at="430100", on=on, toward="430300", category="other")
    assert (inside.value, inside.layer) == (1, "agreement")
    assert book.resolve(key, at="430200", on=on, category="other").value == 1


def test_of_two_changes_that_meet_the_later_one_holds(sample_pack: Pack) -> None:
    book = changed(sample_pack, f"{RATIO}=90%", f"{RATIO}[tier=level_3]=80%", since=D(2025, 1, 1))

    assert value(book, "430199", D(2025, 1, 1), "employee retired level_3") == 800_000
    assert value(book, "430199", D(2025, 1, 1), "employee retired level_2") == 900_000


def test_the_pack_with_the_change_is_a_pack_of_its_own(sample_pack: Pack, tmp_path: Path) -> None:
    draft = apply_changes(
        sample_pack, [read_change(f"{RATIO}=90%", since=D(2025, 1, 1))], name=NAME
    )
    export_pack(PolicyBook(draft), tmp_path / "draft")
    again, faults = load_pack(tmp_path / "draft")

    assert faults == []
    assert again is not None
    assert again.hash == draft.hash != sample_pack.hash


def test_no_change_is_the_same_edition(sample_pack: Pack) -> None:
    assert apply_changes(sample_pack, [], name=NAME).hash == sample_pack.hash


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (PolicyChange("health.outpatient.rate", "90%"), ChangeKeyUnknown, RATIO),
        (PolicyChange(RATIO, "90%", (("tier", "level_9"),)), ChangeDimensionUnknown, "level_3"),
        (PolicyChange(RATIO, "90%", (("care", "special"),)), ChangeDimensionUnknown, "tier="),
        (PolicyChange(RATIO, "90%", pools=("999999",)), ChangePoolUnknown, "430199"),
        (PolicyChange(RATIO, "900%"), ChangeValueWrong, "between 0 and 100%"),
        (
            PolicyChange(RATIO, "9%", since=D(2025, 2, 1), until=D(2025, 1, 1)),
            ChangeDaysWrong,
            "ends on 2025-01-01",
        ),
        (
            PolicyChange(RATIO, "9%", until=D(2022, 12, 31)),
            ChangeHoldsNowhere,
            "province:430000 2023-01-01",
        ),
        (PolicyChange("health.special.diseases", "OPSP-09"), ChangeValueWrong, "a list is not"),
        (
            PolicyChange(LIMIT, "500", pools=("430199",)),
            ChangeShared,
            "430199, 430299, 430399, 439900",
        ),
    ],
)
def test_a_change_that_cannot_be_made_says_what_is_known(
    sample_pack: Pack, change: PolicyChange, error: type[CallerError], says: str
) -> None:
    with pytest.raises(error) as refused:
        apply_changes(sample_pack, [change], name=NAME)

    assert says in refused.value.message("en")
