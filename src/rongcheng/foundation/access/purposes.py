"""Why data may be looked at (目的与依据): a closed list, so that every record can be explained.

The list is `purposes.yaml`. What records store never changes; words and bases around it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from rongcheng.foundation.access.errors import KindUnknown, PurposeUnknown

_FILE = Path(__file__).with_name("purposes.yaml")
Title = Mapping[str, str]


class Basis(NamedTuple):
    """A lawful basis (合法性基础): its name, its document, and whether it is the consent.

    `status` says how sure the document is: verified, secondary or illustrative.
    """

    key: str
    title: Title
    document: str
    status: str
    needs_consent: bool


class Purpose(NamedTuple):
    """What a look is for (目的): its name, the words for residents, and the basis it rests on."""

    code: str
    title: Title
    plain: Title
    basis: Basis


class Limits(NamedTuple):
    """The room's own figures: days a record may be withheld, days to answer, minutes to seal."""

    withholding_most_days: int
    question_due_days: int
    unsealed_after_minutes: int


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _bases() -> dict[str, Basis]:
    return {
        key: Basis(
            key, {"zh": row["zh"], "en": row["en"]}, row["document"], row["status"], row["consent"]
        )
        for key, row in _tree()["bases"].items()
    }


@cache
def stored_purposes() -> Mapping[str, Purpose]:
    """Return every word that a record may store as its purpose, with what it means."""
    found: dict[str, Purpose] = {}
    for code, row in _tree()["purposes"].items():
        title = {"zh": row["zh"], "en": row["en"]}
        purpose = Purpose(code, title, row["plain"], _bases()[row["basis"]])
        found |= dict.fromkeys(row["stored"], purpose)
    return found


def purpose_of(stored: str) -> Purpose:
    """Return what a stored word means; raises PurposeUnknown."""
    found = stored_purposes().get(stored)
    if found is None:
        raise PurposeUnknown(given=stored)
    return found


def data_kinds() -> Mapping[str, Title]:
    """Return every kind of data that a record may name, with its title."""
    found: Mapping[str, Title] = _tree()["kinds"]
    return found


def check_kinds(kinds: set[str]) -> None:
    """Refuse a kind of data that is not in the list; raises KindUnknown."""
    unknown = kinds - data_kinds().keys()
    if unknown:
        raise KindUnknown(given=min(unknown))


def applications() -> Mapping[str, Title]:
    """Return the applications through which data is looked at, with their titles."""
    found: Mapping[str, Title] = _tree()["applications"]
    return found


@cache
def withholding_bases() -> Mapping[str, Basis]:
    """Return on which grounds a record may be withheld for a time."""
    return {
        key: Basis(key, {"zh": row["zh"], "en": row["en"]}, row["document"], row["status"], False)
        for key, row in _tree()["withholding_bases"].items()
    }


@cache
def limits() -> Limits:
    """Return the room's own figures; each is marked in the file for what it is."""
    rows = _tree()["limits"]
    return Limits(**{name: rows[name]["value"] for name in Limits._fields})


def entrusted_basis() -> Basis:
    """Return the basis on which somebody acts for a resident: her mandate, or guardianship."""
    return _bases()["entrusted"]


def own_basis() -> Basis:
    """Return the basis on which a resident looks at what is hers."""
    return _bases()["own"]


def basis_of(key: str) -> Basis:
    """Return a lawful basis by its key in the list."""
    return _bases()[key]


def purposes_by_basis() -> list[tuple[Basis, list[Purpose]]]:
    """Return every lawful basis with the purposes that rest on it, in the list's order."""
    each = {purpose.code: purpose for purpose in stored_purposes().values()}
    return [
        (basis, [purpose for purpose in each.values() if purpose.basis == basis])
        for basis in _bases().values()
    ]
