"""Published policy is archived under its hash for ever, and one edition per metro is current."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from pytest_django import DjangoAssertNumQueries

from rongcheng.kernel.clock import FixedClock, use_clock
from rongcheng.policy import editions
from rongcheng.policy.errors import NotPublished, UnknownEdition
from rongcheng.policy.models import CurrentEdition, PolicyEdition
from rongcheng.policy.pack import Pack
from tests.policy.sample import SAMPLE_HASH, copy_pack, loaded

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Publish at a known moment and keep no book of another test."""
    editions.forget_books()
    with use_clock(FixedClock(NOON)):
        yield


@pytest.fixture
def changed_pack(tmp_path: Path) -> Pack:
    """The sample pack with another general share for class B in Changsha."""
    folder = copy_pack(tmp_path / "pack")
    prepay = folder / "policies/health/catalogue/class_b_prepay.yaml"
    text = prepay.read_text(encoding="utf-8")
    prepay.write_text(text.replace("100000", "120000"), encoding="utf-8")
    return loaded(folder)


def test_a_published_pack_is_archived_and_current(sample_pack: Pack) -> None:
    edition = editions.publish(sample_pack, by="样例·甲")

    stored = PolicyEdition.objects.get()
    assert stored == edition
    assert (stored.hash, stored.metro, stored.body) == (
        SAMPLE_HASH,
        "samplemetro",
        sample_pack.body,
    )
    assert (stored.published_at, stored.published_by) == (NOON, "样例·甲")
    assert editions.current_hash("samplemetro") == SAMPLE_HASH
    book = editions.current_book("samplemetro")
    assert (book.hash, book.metro) == (SAMPLE_HASH, "samplemetro")
    assert editions.list_metros() == ["samplemetro"]


def test_publishing_the_same_again_changes_nothing(sample_pack: Pack) -> None:
    first = editions.publish(sample_pack, by="样例·甲")

    second = editions.publish(sample_pack, by="样例·乙")

    assert second == first
    assert PolicyEdition.objects.get().published_by == "样例·甲"


def test_a_new_edition_is_used_at_once_and_the_old_one_stays(
    sample_pack: Pack, changed_pack: Pack
) -> None:
    editions.publish(sample_pack, by="样例·甲")
    editions.publish(changed_pack, by="样例·甲")

    on = NOON.date()
    key = "health.catalogue.class_b_prepay"
    assert editions.current_book("samplemetro").resolve(key, at="430100", on=on).value == 120_000
    assert editions.book_by_hash(SAMPLE_HASH).resolve(key, at="430100", on=on).value == 100_000
    assert {e.hash for e in editions.list_editions("samplemetro")} == {
        SAMPLE_HASH,
        changed_pack.hash,
    }


def test_publishing_an_older_edition_goes_back_to_it(sample_pack: Pack, changed_pack: Pack) -> None:
    for pack in (sample_pack, changed_pack, sample_pack):
        editions.publish(pack, by="样例·甲")

    assert editions.current_hash("samplemetro") == SAMPLE_HASH
    assert CurrentEdition.objects.count() == 1


def test_a_book_is_opened_once(sample_pack: Pack) -> None:
    editions.publish(sample_pack, by="样例·甲")

    assert editions.current_book("samplemetro") is editions.book_by_hash(SAMPLE_HASH)


def test_the_current_edition_is_read_in_one_query(
    sample_pack: Pack, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editions.publish(sample_pack, by="样例·甲")
    editions.current_book("samplemetro")

    with django_assert_num_queries(1):
        editions.current_book("samplemetro")
    with django_assert_num_queries(0):
        editions.book_by_hash(SAMPLE_HASH)


@pytest.mark.parametrize("change", [{"published_by": "样例·乙"}, {"body": "{}"}])
def test_an_edition_cannot_be_changed(sample_pack: Pack, change: dict[str, str]) -> None:
    editions.publish(sample_pack, by="样例·甲")

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        PolicyEdition.objects.update(**change)

    stored = PolicyEdition.objects.get()
    assert (stored.published_by, stored.body) == ("样例·甲", sample_pack.body)


def test_an_edition_cannot_be_deleted(sample_pack: Pack) -> None:
    editions.publish(sample_pack, by="样例·甲")
    CurrentEdition.objects.all().delete()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        PolicyEdition.objects.all().delete()

    assert PolicyEdition.objects.get().hash == SAMPLE_HASH


def test_the_database_refuses_a_body_of_another_hash(sample_pack: Pack) -> None:
    with pytest.raises(IntegrityError, match="hash_is_of_body"), transaction.atomic():
        PolicyEdition.objects.create(
            hash="0" * 64,
            metro="samplemetro",
            body=sample_pack.body,
            published_at=NOON,
            published_by="样例·甲",
        )

    assert not PolicyEdition.objects.exists()


def test_an_edition_that_is_not_archived_is_an_error() -> None:
    with pytest.raises(UnknownEdition):
        editions.book_by_hash("0" * 64)


def test_a_metro_without_policy_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(NotPublished) as caught:
        editions.current_book("samplemetro")

    assert "发布" in caught.value.message("zh")
