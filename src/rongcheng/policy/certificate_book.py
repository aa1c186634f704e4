"""E-certificates in the policy book (电子证照查询): kinds, who recognises them, names of fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.policy.certificate_types import CertificateFile, CertificateKind, KindTitle
from rongcheng.policy.errors import NotRecognised, UnknownCertificateKind
from rongcheng.policy.item_lists import Announced

FRAME_FIELDS = (
    "number",
    "kind",
    "authority",
    "place",
    "issued_on",
    "valid_from",
    "valid_until",
)
"""What stands on every certificate beside the fields of its kind."""


class KindCounts(NamedTuple):
    """How many kinds work here, how many are known by title, and what was announced."""

    works: int
    titled: int
    announced: tuple[Announced, ...]


class CertificateBook:
    """The register of kinds of one edition, answering look-ups."""

    def __init__(self, part: CertificateFile | None, metro: str) -> None:
        """Build the tables of a checked pack; a pack may have none."""
        self._metro = metro
        self._file = part
        self._kinds = {} if part is None else {kind.id: kind for kind in part.kinds}
        cities = () if part is None else part.cities
        self._names = {c.at: {n.field: n.name for n in c.names} for c in cities}

    def file(self) -> CertificateFile | None:
        """Return the register with its source and status, or None if there is none."""
        return self._file

    def kinds(self) -> list[CertificateKind]:
        """Return the kinds that work here, by id."""
        return list(self._kinds.values())

    def titles(self) -> tuple[KindTitle, ...]:
        """Return the kinds known by title only."""
        return () if self._file is None else self._file.titles

    def kind(self, code: str) -> CertificateKind:
        """Return one kind; raises UnknownCertificateKind."""
        if code not in self._kinds:
            raise UnknownCertificateKind(metro=self._metro, id=code)
        return self._kinds[code]

    def counts(self, on: date) -> KindCounts:
        """Return how many kinds a page may speak of on a day."""
        announced = () if self._file is None else self._file.announced
        return KindCounts(
            len(self._kinds), len(self.titles()), tuple(a for a in announced if a.on <= on)
        )

    def names_at(self, code: str, city: str, on: date) -> Mapping[str, str]:
        """Return how a city calls the fields of a kind that it recognises, by common name.

        A field that it has no name for keeps the common one. Raises UnknownCertificateKind and
        NotRecognised.
        """
        kind = self.kind(code)
        found = kind.recognised_by(city, on)
        if found is None:
            raise NotRecognised(title=kind.title["zh"], title_en=kind.title["en"], city=city)
        common = (*FRAME_FIELDS, *(field.name for field in kind.fields))
        own = {name.field: name.name for name in found.names}
        of_city = self._names.get(city, {})
        return {name: own.get(name, of_city.get(name, name)) for name in common}
