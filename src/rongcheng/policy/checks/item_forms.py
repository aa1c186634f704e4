"""Checks of an item's form and materials (表单和材料核对): each question once, conditions known."""

from __future__ import annotations

from rongcheng.policy.item_types import Condition, FormField, ItemVersion
from rongcheng.policy.sheet import Path, Sheet

_STRING_ONLY = (("format", "format"), ("oneOf", "choices"), ("maxLength", "max_length"))
_INTEGER_ONLY = (("minimum", "minimum"), ("maximum", "maximum"))


def check_form(version: ItemVersion, sheet: Sheet, path: Path) -> None:
    """Report what is wrong with the form and the materials of one version."""
    asked: dict[str, FormField] = {}
    lines: dict[str, int] = {}
    for number, field in enumerate(version.form):
        inner = (*path, "form", number)
        _check_keywords(field, sheet, inner)
        _check_condition(field.when, asked, sheet, inner)
        line = sheet.line_of((*inner, "name"))
        if field.name and field.name in asked:
            at = (*inner, "name")
            sheet.report("policy.P103", at, text=field.name, other=lines[field.name])
        asked.setdefault(field.name, field)
        lines.setdefault(field.name, line)
    _check_places(version, sheet, path)
    first: dict[str, int] = {}
    for number, material in enumerate(version.materials):
        inner = (*path, "materials", number)
        _check_condition(material.when, asked, sheet, inner)
        if material.id and material.id in first:
            at = (*inner, "id")
            sheet.report("policy.P106", at, text=material.id, other=first[material.id])
        first.setdefault(material.id, sheet.line_of((*inner, "id")))


def _check_places(version: ItemVersion, sheet: Sheet, path: Path) -> None:
    """Report a place that decides the way of a case and that the form never asks for."""
    given = {field.place for field in version.form}
    wanted: list[tuple[Path, str]] = [(("competence",), version.competence.place)]
    wanted += [(("joint", number), part.place) for number, part in enumerate(version.joint)]
    for inner, place in wanted:
        if place and place not in given:
            sheet.report("policy.P116", (*path, *inner, "place"), text=place)


def _check_keywords(field: FormField, sheet: Sheet, path: Path) -> None:
    if not field.type:
        return
    given = [key for key, name in _STRING_ONLY if field.type != "string" and getattr(field, name)]
    given += [
        key
        for key, name in _INTEGER_ONLY
        if field.type != "integer" and getattr(field, name) is not None
    ]
    if field.place and field.format != "district":
        given.append("place")
    low, high = field.minimum, field.maximum
    if not given and low is not None and high is not None and 0 <= high < low:
        given = ["minimum"]
    for key in given:
        sheet.report("policy.P105", (*path, key), key=key, type=field.type)
    constants = [choice.const for choice in field.choices]
    for number, const in enumerate(constants):
        if const and const in constants[:number]:
            at = (*path, "oneOf", number)
            sheet.report("policy.P024", at, field="oneOf", text=const)


def _check_condition(
    condition: Condition | None, asked: dict[str, FormField], sheet: Sheet, path: Path
) -> None:
    if condition is None or not condition.field or not all(condition.values):
        return
    found = asked.get(condition.field)
    known = {choice.const for choice in found.choices} if found else set()
    for value in condition.values:
        if value not in known:
            text = f"{condition.field} = {value}"
            sheet.report("policy.P104", (*path, "when"), text=text)
