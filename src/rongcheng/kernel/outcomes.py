"""Outcomes (结果): a refusal is an answer, with every reason and the document behind it.

A rule returns its reasons as a bit mask of a 64-bit integer; the service's table turns the bits
into texts. An `Outcome` is what a page, a message and the archive make of a decision. It is no
exception: "refused" is never confused with "no record" or "source down".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from rongcheng.kernel.errors import Lang, ReasonUnknown

Bit = TypeVar("Bit", bound=int)

_HIGHEST_BIT = 1 << 62  # The mask is a signed 64-bit integer in compiled rules.


class Reason(NamedTuple):
    """Why something was refused or limited (理由): a stable code and a text per language.

    The texts are format templates over the outcome's parameters.
    """

    code: str
    zh: str
    en: str

    def message(self, lang: Lang, params: Mapping[str, object] | None = None) -> str:
        """Return the sentence in the reader's language."""
        template = self.zh if lang == "zh" else self.en
        return template.format(**(params or {}))


class Ground(NamedTuple):
    """A policy value that a decision rests on (依据): its key, value, document and status."""

    key: str
    value: str
    document: str
    number: str
    status: str


@dataclass(frozen=True)
class Outcome:
    """What was decided, and why (办理结果).

    `refusals` stop the case, `notes` explain without stopping it ("the cap of the year is
    reached"); `params` fill the texts; `grounds` are the policy values used.
    """

    refusals: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    grounds: tuple[Ground, ...] = ()

    def __post_init__(self) -> None:
        """Keep own, read-only parameters."""
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    @property
    def accepted(self) -> bool:
        """Tell whether nothing stands against it."""
        return not self.refusals

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the stable codes, refusals first."""
        return tuple(reason.code for reason in (*self.refusals, *self.notes))

    @property
    def illustrative(self) -> bool:
        """Tell whether a sample value (样例值) stands among the grounds."""
        return any(ground.status == "illustrative" for ground in self.grounds)

    def messages(self, lang: Lang) -> tuple[str, ...]:
        """Return all sentences in the reader's language, refusals first."""
        reasons = (*self.refusals, *self.notes)
        return tuple(reason.message(lang, self.params) for reason in reasons)


def reasons_from_mask(mask: int, table: Mapping[Bit, Reason]) -> tuple[Reason, ...]:
    """Return the reasons whose bits a rule has set, lowest bit first.

    The table is keyed by the single bit, most readably by an IntEnum member (`1 << n`, n up to
    62). Raises ReasonUnknown for a bit without a text: a reason is never dropped in silence.

    >>> table = {1: Reason("health.R001", "未参保", "not insured"),
    ...          2: Reason("health.R002", "已停保", "insurance suspended")}
    >>> [reason.code for reason in reasons_from_mask(3, table)]
    ['health.R001', 'health.R002']
    """
    texts = {int(bit): reason for bit, reason in table.items()}
    bits = tuple(_bits(mask))
    unknown = [bit for bit in bits if bit not in texts]
    if unknown:
        raise ReasonUnknown(bits=", ".join(str(bit) for bit in unknown))
    return tuple(texts[bit] for bit in bits)


def _bits(mask: int) -> Iterable[int]:
    if not 0 <= mask < 2 * _HIGHEST_BIT:
        raise ReasonUnknown(bits=str(mask))
    while mask:
        lowest = mask & -mask
        yield lowest
        mask -= lowest
