"""Checks of e-certificates (证照种类核对): known places and fields, one name each, no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rongcheng.policy.certificate_book import FRAME_FIELDS
from rongcheng.policy.certificate_types import (
    FORM,
    CertificateFile,
    CertificateKind,
    LocalName,
    Recognition,
)
from rongcheng.policy.checks.items import report_repeated
from rongcheng.policy.checks.parameters import check_term
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet


def check_certificates(
    part: Part[CertificateFile] | None, items: list[Part[ServiceItem]], places: Places | None
) -> None:
    """Report what is wrong with the register, and items that name kinds which it lacks.

    A pack without a register has no e-certificates; nothing is reported then.
    """
    if part is None:
        return
    register, sheet = part
    ids = [(kind.id, ("kinds", n, "id")) for n, kind in enumerate(register.kinds)]
    ids += [(title.id, ("titles", n, "id")) for n, title in enumerate(register.titles)]
    report_repeated(ids, sheet)
    _check_cities(register, sheet, places)
    for number, kind in enumerate(register.kinds):
        path: Path = ("kinds", number)
        names = ((f.name, (*path, "fields", n, "name")) for n, f in enumerate(kind.fields))
        report_repeated(names, sheet)
        _check_frame(kind, sheet, path)
        _check_recognised(kind, register, sheet, path)
        if places is not None:
            for place, found in enumerate(kind.recognised):
                _check_place(found.at, places, sheet, (*path, "recognised", place, "at"))
    # A kind that could not be read must not be reported as missing at every item.
    if all(kind.id for kind in register.kinds):
        _check_items({kind.id: kind for kind in register.kinds}, items)


def _check_place(code: str, places: Places, sheet: Sheet, path: Path) -> None:
    if code and code not in places.cities:
        sheet.report("policy.P140", path, text=code)


def _check_cities(register: CertificateFile, sheet: Sheet, places: Places | None) -> None:
    known = {*FRAME_FIELDS, *(f.name for kind in register.kinds for f in kind.fields)}
    report_repeated(((c.at, ("cities", n, "at")) for n, c in enumerate(register.cities)), sheet)
    for number, city in enumerate(register.cities):
        path: Path = ("cities", number)
        if places is not None:
            _check_place(city.at, places, sheet, (*path, "at"))
        _check_names(city.names, known, sheet, path)


def _check_frame(kind: CertificateKind, sheet: Sheet, path: Path) -> None:
    for number, field in enumerate(kind.fields):
        if field.name in FRAME_FIELDS:
            inner = (*path, "fields", number, "name")
            sheet.report("policy.P141", inner, text=field.name)


def _check_recognised(
    kind: CertificateKind, register: CertificateFile, sheet: Sheet, path: Path
) -> None:
    known = {*FRAME_FIELDS, *(field.name for field in kind.fields)}
    of_city = {city.at: {n.field: n.name for n in city.names} for city in register.cities}
    for number, found in enumerate(kind.recognised):
        inner: Path = (*path, "recognised", number)
        check_term(found.since, found.until, sheet, inner)
        _check_names(found.names, known, sheet, inner)
        own = {name.field: name.name for name in found.names}
        names = [own.get(f, of_city.get(found.at, {}).get(f, f)) for f in sorted(known) if f]
        twice = next((name for name in names if name and names.count(name) > 1), "")
        if twice and found.at:
            sheet.report("policy.P143", (*inner, "at"), text=twice, kind=kind.id)
        for earlier, other in enumerate(kind.recognised[:number]):
            if found.at and other.at == found.at and _overlap(found, other):
                line = sheet.line_of((*path, "recognised", earlier, "at"))
                sheet.report("policy.P144", (*inner, "at"), text=found.at, other=line)


def _check_names(names: Iterable[LocalName], known: set[str], sheet: Sheet, path: Path) -> None:
    listed = list(names)
    paths = ((n.field, (*path, "names", i, "field")) for i, n in enumerate(listed))
    report_repeated(paths, sheet)
    for number, name in enumerate(listed):
        if name.field and name.field not in known:
            sheet.report("policy.P142", (*path, "names", number, "field"), text=name.field)


def _overlap(a: Recognition, b: Recognition) -> bool:
    if BLANK_DAY in (a.since, a.until, b.since, b.until):
        return False
    return a.since <= (b.until or date.max) and b.since <= (a.until or date.max)


def _check_items(kinds: dict[str, CertificateKind], items: list[Part[ServiceItem]]) -> None:
    for item, sheet in items:
        for path, version in _versions(item):
            code = version.result.certificate
            if code and code not in kinds:
                sheet.report("policy.P145", (*path, "result", "certificate"), text=code)
            elif code:
                _check_filled(kinds[code], version, sheet, path)
            for number, material in enumerate(version.materials):
                if material.licence and material.licence not in kinds:
                    inner = (*path, "materials", number, "licence")
                    sheet.report("policy.P145", inner, text=material.licence)


def _versions(item: ServiceItem) -> Iterator[tuple[Path, ItemVersion]]:
    for number, version in enumerate(item.versions):
        yield ("versions", number), version


def _check_filled(kind: CertificateKind, version: ItemVersion, sheet: Sheet, path: Path) -> None:
    """Report a certificate of which a line would stay empty, whatever is answered."""
    asked = {f"{FORM}{field.name}" for field in version.form if field.required and not field.when}
    for field in kind.fields:
        filled = any(not word.startswith(FORM) or word in asked for word in field.takes)
        if field.name and field.takes and not field.optional and not filled:
            inner = (*path, "result", "certificate")
            sheet.report("policy.P146", inner, kind=kind.id, field=field.name)
