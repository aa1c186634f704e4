"""Checks of government items (事项核对): own codes, forms and limits that fit, known titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rongcheng.kernel.errors import CreditCodeInvalid
from rongcheng.kernel.identifiers import check_credit_code
from rongcheng.policy.checks.item_forms import check_form
from rongcheng.policy.checks.parameters import check_term
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.item_lists import BundleFile, TitleFile
from rongcheng.policy.item_types import FormField, ItemVersion, Material, ServiceItem
from rongcheng.policy.item_words import LEVELS
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.timeline import Span, clashes
from rongcheng.policy.types import Metro

Items = Mapping[str, ServiceItem] | None


def check_items(
    parts: list[Part[ServiceItem]],
    places: Places | None,
    departments: frozenset[str] | None = None,
) -> None:
    """Report what is wrong with the items that run.

    `places` is None if unknown; so is `departments`, of a metro area without any.
    """
    first: dict[str, str] = {}
    for item, sheet in parts:
        if item.id and sheet.file != f"items/{item.id}.yaml":
            sheet.report("policy.P100", ("id",), text=item.id)
        code = item.basic_code
        if code and code in first:
            sheet.report("policy.P101", ("basic_code",), text=code, other=first[code])
        first.setdefault(code, sheet.where(("basic_code",)))
        _check_versions(item, sheet)
        for number, version in enumerate(item.versions):
            path: Path = ("versions", number)
            _check_handling(version, sheet, path)
            check_form(version, sheet, path)
            if departments is not None:
                _check_departments(version, departments, sheet, path)
            if places is not None:
                _check_implementations(version, places, sheet, path)


def department_ids(metro: Metro) -> frozenset[str] | None:
    """Return the ids of the metro area's departments, for `check_items`; None if it has none."""
    if metro.departments is None:
        return None
    return frozenset(one.id for one in metro.departments.names)


def check_titles(part: Part[TitleFile] | None, items: Items) -> None:
    """Report titles that are listed twice, or of items that run."""
    if part is None:
        return
    seen = set(items or ())
    for number, title in enumerate(part.content.titles):
        if title.id and title.id in seen:
            part.sheet.report("policy.P113", ("titles", number, "id"), text=title.id)
        seen.add(title.id)


def check_bundles(part: Part[BundleFile] | None, items: Items) -> None:
    """Report bundles of unknown items, or whose forms and materials do not go together."""
    if part is None:
        return
    file, sheet = part
    report_repeated(((b.id, ("bundles", n, "id")) for n, b in enumerate(file.bundles)), sheet)
    for number, bundle in enumerate(file.bundles):
        path: Path = ("bundles", number)
        check_term(bundle.since, bundle.until, sheet, path)
        unknown = [i for i in bundle.items if i and items is not None and i not in items]
        for text in unknown:
            inner = (*path, "items", bundle.items.index(text))
            sheet.report("policy.P114", inner, text=text)
        if items is not None and not unknown and all(bundle.items):
            _check_together([items[i].versions[-1] for i in bundle.items], sheet, path)


def report_repeated(ids: Iterable[tuple[str, Path]], sheet: Sheet) -> None:
    """Report every id of a list that stands there a second time."""
    first: dict[str, Path] = {}
    for text, path in ids:
        if text and text in first:
            sheet.report("policy.P106", path, text=text, other=sheet.line_of(first[text]))
        first.setdefault(text, path)


def _check_together(versions: list[ItemVersion], sheet: Sheet, path: Path) -> None:
    fields: dict[str, FormField] = {}
    materials: dict[str, Material] = {}
    for version in versions:
        # Of two with one name in one item the first counts; the second is reported as such.
        own = {f.name: f._replace(required=True, when=None) for f in reversed(version.form)}
        papers = {material.id: material for material in reversed(version.materials)}
        differing = [name for name, field in own.items() if fields.get(name, field) != field]
        differing += [
            name
            for name, paper in papers.items()
            if name in materials and materials[name].title != paper.title
        ]
        for what in differing:
            sheet.report("policy.P115", path, what=what)
        fields.update(own)
        materials.update(papers)


def _check_versions(item: ServiceItem, sheet: Sheet) -> None:
    spans = []
    for number, version in enumerate(item.versions):
        check_term(version.since, version.until, sheet, ("versions", number))
        if BLANK_DAY not in (version.since, version.until):
            spans.append(Span(version.since, version.until, number))
    for earlier, later, gap in clashes(spans):
        code = "policy.P049" if gap else "policy.P048"
        other = sheet.line_of(("versions", earlier, "from"))
        at: Path = ("versions", later, "from")
        sheet.report(code, at, other=other, where=item.id, days=gap)


def _check_handling(version: ItemVersion, sheet: Sheet, path: Path) -> None:
    _check_bodies(version, sheet, path)
    legal, promised = version.legal_limit, version.promised_limit
    if legal.unit == promised.unit and promised.number > legal.number >= 0:
        texts = {"promised": promised.number, "legal": legal.number}
        sheet.report("policy.P108", (*path, "promised_limit"), **texts)
    at_once = version.case_type == "1"
    if (
        version.case_type in {"1", "2"}
        and promised.number >= 0
        and at_once != (not promised.number)
    ):
        case = {"case_type": version.case_type, "promised": promised.number}
        sheet.report("policy.P109", (*path, "case_type"), **case)
    fee = version.fee
    said = {fee.charged, bool(fee.amount_fen), fee.basis is not None}
    if fee.amount_fen >= 0 and len(said) > 1:
        sheet.report("policy.P110", (*path, "fee"))
    report_repeated(
        ((p.id, (*path, "procedures", n, "id")) for n, p in enumerate(version.procedures)), sheet
    )


def _check_bodies(version: ItemVersion, sheet: Sheet, path: Path) -> None:
    decider = version.competence
    bodies = [((*path, "competence", "body"), decider.body)]
    for number, part in enumerate(version.joint):
        inner = (*path, "joint", number)
        bodies.append(((*inner, "body"), part.body))
        if part.place and (part.place, part.level) == (decider.place, decider.level):
            sheet.report("policy.P112", inner)
    for at, body in bodies:
        for language, text in body.items():
            rest = text.replace("{place}", "", 1)
            if text and ("{place}" not in text or "{" in rest or "}" in rest):
                sheet.report("policy.P107", (*at, language), text=text)


def _check_departments(
    version: ItemVersion, known: frozenset[str], sheet: Sheet, path: Path
) -> None:
    """Report whoever works on an item without being one of the metro area's departments."""
    seats: list[tuple[Path, str]] = [((*path, "competence"), version.competence.department)]
    seats += [((*path, "joint", n), part.department) for n, part in enumerate(version.joint)]
    for at, text in seats:
        if not text:
            sheet.report("policy.P118", (*at, "department"))
        elif text not in known:
            sheet.report("policy.P117", (*at, "department"), text=text)


def _check_implementations(version: ItemVersion, places: Places, sheet: Sheet, path: Path) -> None:
    level = version.competence.level
    allowed = {"2": (places.province,), "3": places.cities, "4": tuple(places.districts)}
    for number, carried in enumerate(version.implementations):
        inner = (*path, "implementations", number)
        if carried.at and level and carried.at not in allowed[level]:
            zh, en = LEVELS[level]
            sheet.report("policy.P102", (*inner, "at"), text=carried.at, level_zh=zh, level_en=en)
        if carried.credit_code and not _is_credit_code(carried.credit_code):
            sheet.report("policy.P111", (*inner, "credit_code"), text=carried.credit_code)


def _is_credit_code(text: str) -> bool:
    try:
        check_credit_code(text)
    except CreditCodeInvalid:
        return False
    return True
