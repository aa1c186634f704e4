"""Policy in words (政策用语): names of dimensions, places and layers for readers."""

from __future__ import annotations

from collections.abc import Sequence

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.dimensions import Dimension
from rongcheng.policy.types import Parameter, Source
from rongcheng.policy.vocabulary import ANY
from rongcheng.portal.policy.folding import Folded
from rongcheng.web.i18n import catalogue, language, pick, t


def known_or(key: str, otherwise: str) -> str:
    """Return the sentence of `key` where the catalogue has it, else the raw word of the pack."""
    return catalogue(language()).get(key, otherwise)


def word(value: str) -> str:
    """Name one word of a dimension."""
    return known_or(f"portal.word.{value}", value)


def dimension_names(by: Sequence[Dimension]) -> str:
    """Name the dimensions of a parameter."""
    names = [known_or(f"portal.dim.{item.name}", item.name) for item in by]
    return " × ".join(names) if names else t("portal.policy.no_dimensions")


def cell_words(cells: Folded, by: Sequence[Dimension]) -> str:
    """Name the cells that share a value, leaving out dimensions over which it is the same."""
    named = []
    for words, dimension in zip(cells, by, strict=True):
        if ANY not in words and set(words) != set(dimension.values):
            named.append(t("portal.policy.or").join(word(value) for value in words))
    return " · ".join(named) if named else t("portal.policy.everyone")


def place_name(book: PolicyBook, at: str) -> str:
    """Name the place of a written value, `layer:code`."""
    return pick(book.title_of(at.partition(":")[2]))


def layer_order(parameter: Parameter) -> str:
    """Write the order in which layers are asked."""
    return " → ".join(t(f"web.layer.{layer}") for layer in parameter.order)


def source_words(source: Source) -> str:
    """Write a document with its number and day of issue."""
    parts = [source.document, source.number, source.issued_on]
    return " ".join(part for part in parts if part)


def group_of(parameter: Parameter) -> str:
    """Return the middle part of the key: the group under which it is listed."""
    return parameter.key.split(".")[1]


def group_rank(parameter: Parameter) -> tuple[int, str]:
    """Return where a group stands in the list: in the order of the catalogue's own words."""
    known = [key for key in catalogue("zh") if key.startswith("portal.group.")]
    key = f"portal.group.{group_of(parameter)}"
    return (known.index(key) if key in known else len(known), key)


def group_name(parameter: Parameter) -> str:
    """Name the group of a parameter."""
    group = group_of(parameter)
    return known_or(f"portal.group.{group}", group)


def service_name(service: str) -> str:
    """Name a service of the policy book."""
    return known_or(f"portal.service.{service}", service)
