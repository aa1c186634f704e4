"""What a pack says of e-certificates (电子证照种类): kinds, their fields, who recognises what.

One file, `certificates.yaml`. A kind has common fields; a city calls them by names of its own,
which stand once for all kinds, or at a kind where it calls them otherwise there. What is known by
title only is listed as such, and so is how many kinds somebody announced.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from rongcheng.policy.item_lists import Announced
from rongcheng.policy.records import Many, Record
from rongcheng.policy.shapes import Code, Flag, Whole, Word
from rongcheng.policy.sources import Sourced, Status, Title
from rongcheng.policy.types import NAME, Region, ReviewBy, Since, Slug, Until

FORM = "form."
APPLICANT_WORDS = (
    "applicant.name",
    "applicant.id_number",
    "applicant.born_on",
    "applicant.gender",
    "case.item",
    "case.place",
)
"""What a field may be filled with beside an answer to the form."""

VALIDITY_UNITS = ("days", "months", "years")

_WORDS_PATTERN = "|".join(word.replace(".", r"\.") for word in APPLICANT_WORDS)
_TAKES = Code(
    r"(form\.[a-z][a-z0-9_]{0,63}|" + _WORDS_PATTERN + ")",
    "form. 加一问的名称，或 " + "、".join(APPLICANT_WORDS),
    "“form.” and the name of a question, or " + ", ".join(APPLICANT_WORDS),
)
_LOCAL = Code(r"[A-Za-z][A-Za-z0-9_]{0,39}", "40 位以内字母数字", "at most 40 letters and digits")


class CertificateField(NamedTuple):
    """One line on a certificate, and what fills it: the first of these that is answered."""

    name: Annotated[str, NAME]
    title: Title
    takes: Annotated[tuple[str, ...], Many(_TAKES, least=1, distinct=True)]
    optional: Annotated[bool, Flag()] = False


class Validity(NamedTuple):
    """How long a certificate holds from its first day (有效期); without one it has no end."""

    number: Annotated[int, Whole(1, 1_000)]
    unit: Annotated[str, Word(VALIDITY_UNITS)]


class LocalName(NamedTuple):
    """How a city calls a common field in its own systems (字段对照)."""

    field: Annotated[str, NAME]
    name: Annotated[str, _LOCAL]


class Recognition(NamedTuple):
    """A city accepts certificates of a kind, from and to a day (互认)."""

    at: Region
    since: Since
    until: Until = None
    names: Annotated[tuple[LocalName, ...], Many(Record(LocalName))] = ()


class CertificateKind(NamedTuple):
    """A kind of e-certificate that is issued or recognised here (电子证照种类).

    Of a `single` kind a person has one that counts: a new one takes the place of the earlier.
    """

    id: Slug
    title: Title
    single: Annotated[bool, Flag()]
    fields: Annotated[tuple[CertificateField, ...], Many(Record(CertificateField), least=1)]
    recognised: Annotated[tuple[Recognition, ...], Many(Record(Recognition))]
    source: Sourced
    status: Status
    review_by: ReviewBy
    validity: Annotated[Validity | None, Record(Validity)] = None

    def recognised_by(self, city: str, on: date) -> Recognition | None:
        """Return how a city accepts this kind on a day, or None where it does not."""
        for found in self.recognised:
            begun = found.at == city and found.since <= on
            if begun and (found.until is None or on <= found.until):
                return found
        return None


class CityNames(NamedTuple):
    """How a city's systems call the common fields, whatever the kind."""

    at: Region
    names: Annotated[tuple[LocalName, ...], Many(Record(LocalName), least=1)]
    source: Sourced
    status: Status


class KindTitle(NamedTuple):
    """A kind known by its title only (只有名称的证照)."""

    id: Slug
    title: Title


class CertificateFile(NamedTuple):
    """`certificates.yaml`; source and status speak of the titles and of the choice of kinds."""

    source: Sourced
    status: Status
    review_by: ReviewBy
    kinds: Annotated[tuple[CertificateKind, ...], Many(Record(CertificateKind), least=1)]
    cities: Annotated[tuple[CityNames, ...], Many(Record(CityNames))] = ()
    titles: Annotated[tuple[KindTitle, ...], Many(Record(KindTitle))] = ()
    announced: Annotated[tuple[Announced, ...], Many(Record(Announced))] = ()
