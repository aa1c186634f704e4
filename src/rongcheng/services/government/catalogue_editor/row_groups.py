"""Which fields a row has on its page (各清单的字段): in groups, and what may be chosen for them."""

from __future__ import annotations

from collections.abc import Mapping

from rongcheng.policy import item_words as words
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.page_fields import Choices, hint_words
from rongcheng.services.government.catalogue_editor.row_lists import (
    BASIS,
    FORM,
    IMPLEMENTATIONS,
    JOINT,
    MATERIALS,
    PROCEDURES,
    RowList,
)
from rongcheng.web.i18n import pick, t

_TEXTS = ("title.zh", "title.en")
_BODY = ("body.zh", "body.en")
GROUPS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    MATERIALS.name: (
        ("paper", (*_TEXTS, "issuer.zh", "issuer.en", "note.zh", "note.en", "id")),
        ("copies", ("originals", "copies", "licence", "required")),
    ),
    FORM.name: (
        ("question", (*_TEXTS, "description.zh", "description.en", "name", "required")),
        ("answer", ("type", "format", "maxLength", "minimum", "maximum")),
        ("known", ("prefill", "place")),
    ),
    BASIS.name: (("document", ("document", "number", "issued_on", "key")),),
    JOINT.name: (
        ("part", ("part.zh", "part.en", "optional")),
        ("seat", ("place", "level", *_BODY, "department")),
    ),
    PROCEDURES.name: (
        ("procedure", (*_TEXTS, "code", "id")),
        ("longest", ("longest.count", "longest.unit", "longest.note.zh", "longest.note.en")),
    ),
    IMPLEMENTATIONS.name: (("authority", ("at", "code", *_BODY, "credit_code")),),
}
"""By list, the groups of fields that are drawn one by one; choices and condition come after."""
_HINTED: Mapping[str, frozenset[str]] = {
    MATERIALS.name: frozenset({"id", "licence"}),
    FORM.name: frozenset(
        {"name", "format", "maxLength", "minimum", "maximum", "prefill", "place"},
    ),
    BASIS.name: frozenset({"issued_on", "key"}),
    JOINT.name: frozenset({"optional", "place", "level", "body.zh", "body.en", "department"}),
    PROCEDURES.name: frozenset({"id", "longest.count"}),
    IMPLEMENTATIONS.name: frozenset({"at", "code", "body.zh", "body.en", "credit_code"}),
}
_NOTHING: Mapping[str, frozenset[str]] = {
    MATERIALS.name: frozenset({"licence"}),
    FORM.name: frozenset({"format", "prefill", "place"}),
    JOINT.name: frozenset({"department"}),
}
"""By list, the fields of one word that may be left open; what that means is a sentence."""
_WORDS: Mapping[tuple[str, str], words.Words] = {
    (FORM.name, "prefill"): words.PREFILLS,
    (FORM.name, "place"): words.PLACES,
    (JOINT.name, "place"): words.PLACES,
    (PROCEDURES.name, "code"): words.PROCEDURES,
    (PROCEDURES.name, "longest.unit"): words.LIMIT_UNITS,
}


def hint_of(of: RowList, key: str) -> str:
    """Return what a field needs said beside it; nothing for one that speaks for itself."""
    if key not in _HINTED.get(of.name, ()):
        return ""
    # Papers and questions came first, so their hints have no list in their keys.
    own = "" if of in (MATERIALS, FORM) else f"{of.name}."
    return hint_words(f"row.hint.{own}{key.removesuffix('.zh').removesuffix('.en')}", key)


def choices_of(of: RowList, key: str, book: PolicyBook) -> Choices:
    """Return what may be chosen for a field, in words; nothing for one that is written."""
    found = tuple(_found(of, key, book))
    if not found or key not in _NOTHING.get(of.name, ()):
        return found
    return (("", t(f"government.row.nothing.{key}")), *found)


def _found(of: RowList, key: str, book: PolicyBook) -> Choices:
    named = _WORDS.get((of.name, key))
    if named is not None:
        return tuple((word, word_of(named, word)) for word in named)
    if of is FORM and key in ("type", "format"):
        listed = words.FIELD_TYPES if key == "type" else words.FIELD_FORMATS
        return tuple((word, t(f"government.guide.kind.{word}")) for word in listed)
    if key == "level":
        return tuple((word, word_of(words.LEVELS, word)) for word in words.DECIDING_LEVELS)
    if key == "licence":
        kinds = book.government.certificates.kinds()
        return tuple((kind.id, pick(kind.title)) for kind in kinds)
    if key == "department":
        return tuple((code, pick(title)) for code, title in book.departments().items())
    return place_choices(book) if key == "at" else ()


def place_choices(book: PolicyBook) -> Choices:
    """Return the places that have authorities: the province, its cities, their districts."""
    province = book.metro_area().province
    districts = (
        (district.code, f"{pick(city.title)} {pick(district.title)}")
        for city in book.cities()
        for district in city.districts
    )
    cities = ((city.code, pick(city.title)) for city in book.cities())
    return ((province.code, pick(province.title)), *cities, *districts)
