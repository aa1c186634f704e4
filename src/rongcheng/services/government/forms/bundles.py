"""One thing, once (一件事一次办): one form and one set of materials, handed on to several items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_lists import Bundle
from rongcheng.policy.item_types import FormField, Material
from rongcheng.services.government.forms.answers import Answers, is_asked


class OneForm(NamedTuple):
    """The form and the materials of a bundle; each question and each paper stands once."""

    bundle: Bundle
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]


def one_form(book: PolicyBook, code: str, on: date) -> OneForm:
    """Return the one form of a bundle by the versions of a day, in the order of its items.

    A question that one item requires is required; one that two items ask under different
    conditions is asked of everybody, or somebody would not be asked who must answer. Raises the
    policy book's UnknownBundle, UnknownItem or NoItemVersion.
    """
    bundle = book.government.bundle(code)
    fields: dict[str, FormField] = {}
    materials: dict[str, Material] = {}
    for item in bundle.items:
        version = book.government.item_on(item, on)
        for field in version.form:
            before = fields.get(field.name)
            fields[field.name] = field if before is None else _both_fields(before, field)
        for material in version.materials:
            known = materials.get(material.id)
            materials[material.id] = material if known is None else _both_papers(known, material)
    return OneForm(bundle, tuple(fields.values()), tuple(materials.values()))


def answers_by_item(
    book: PolicyBook, code: str, on: date, answers: Answers
) -> Mapping[str, dict[str, object]]:
    """Return what of the one form's answers goes to which item: no authority gets more.

    What an item does not ask under these answers stays away from it, also where another does.
    """
    found: dict[str, dict[str, object]] = {}
    for item in book.government.bundle(code).items:
        version = book.government.item_on(item, on)
        asked = [f.name for f in version.form if f.name in answers and is_asked(f.when, answers)]
        found[item] = {name: answers[name] for name in asked}
    return found


def _both_fields(one: FormField, other: FormField) -> FormField:
    when = one.when if one.when == other.when else None
    return one._replace(required=one.required or other.required, when=when)


def _both_papers(one: Material, other: Material) -> Material:
    """Return the paper that serves both: the originals and copies that the stricter one asks."""
    return one._replace(
        originals=max(one.originals, other.originals),
        copies=max(one.copies, other.copies),
        required=one.required or other.required,
        when=one.when if one.when == other.when else None,
    )
