"""The book tells which kinds of e-certificates there are, and how a city calls their fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NotRecognised, UnknownCertificateKind
from tests.policy.sample import copy_pack, loaded

ON = date(2026, 3, 2)


def test_a_city_calls_fields_by_its_own_names(book: PolicyBook) -> None:
    kinds = book.government.certificates
    first = kinds.names_at("id-card", "430100", date(2024, 12, 31))
    assert (first["holder_name"], first["number"], first["id_number"]) == (
        "XM",
        "ZZHM",
        "id_number",
    )
    later = kinds.names_at("id-card", "430100", ON)
    assert (later["holder_name"], later["number"]) == ("ownerName", "ZZHM")
    assert kinds.names_at("id-card", "430300", ON)["holder_name"] == "holder_name"


@pytest.mark.parametrize(
    ("kind", "city", "on", "recognised"),
    [
        ("id-card", "430100", date(2023, 4, 18), False),
        ("id-card", "430100", date(2023, 4, 19), True),
        ("id-card", "430100", date(2024, 12, 31), True),
        ("id-card", "430100", date(2025, 1, 1), False),
        ("id-card", "430100", date(2026, 1, 1), True),
        ("id-card", "430200", ON, False),
        ("shop", "430100", ON, False),
    ],
)
def test_a_kind_is_recognised_from_and_to_a_day(
    book: PolicyBook, kind: str, city: str, on: date, recognised: bool
) -> None:
    kinds = book.government.certificates
    if recognised:
        assert kinds.names_at(kind, city, on)
    else:
        with pytest.raises(NotRecognised):
            kinds.names_at(kind, city, on)


def test_an_unknown_kind_is_refused_by_name(book: PolicyBook) -> None:
    with pytest.raises(UnknownCertificateKind) as refused:
        book.government.certificates.kind("vehicle")
    assert "vehicle" in refused.value.message("zh")


def test_counts_tell_kinds_that_work_from_titles_and_announcements(book: PolicyBook) -> None:
    counts = book.government.certificates.counts(ON)
    assert (counts.works, counts.titled) == (2, 1)
    assert [found.number for found in counts.announced] == [125]
    assert book.government.certificates.counts(date(2023, 4, 18)).announced == ()


def test_a_pack_without_a_register_has_no_kinds(tmp_path: Path) -> None:
    folder = copy_pack(tmp_path / "pack")
    (folder / "certificates.yaml").unlink()
    pack = loaded(folder)
    assert "certificates" not in pack.plain()
    book = PolicyBook(pack)
    assert book.government.certificates.kinds() == []
    assert book.government.certificates.file() is None
