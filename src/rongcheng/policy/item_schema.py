"""A form as JSON Schema (表单的 JSON Schema): what other systems and pages read, in one language.

The pack lists the questions in their order, with titles in two languages; JSON Schema keeps no
order and one language, so the standard document is made from the list. `x-order`, `x-prefill` and
`x-place` say what the standard has no words for. Draft 2020-12.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rongcheng.kernel.errors import Lang
from rongcheng.policy.item_types import FormField

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# How the formats are written; a check digit is looked at by whoever takes the answers.
PATTERNS = {
    "district": "^[0-9]{6}$",
    "id_number": "^[1-9][0-9]{16}[0-9X]$",
    "mobile": "^1[0-9]{10}$",
    "credit_code": "^[0-9A-HJ-NP-RTUW-Y]{18}$",
}


def json_schema(form: Iterable[FormField], lang: Lang) -> dict[str, Any]:
    """Return the JSON Schema of a form's answers, titles in one language.

    A question with a condition is required where the condition holds and refused elsewhere.
    """
    fields = list(form)
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "type": "object",
        "properties": {field.name: _property(field, lang) for field in fields},
        "required": [field.name for field in fields if field.required and field.when is None],
        "additionalProperties": False,
        "x-order": [field.name for field in fields],
    }
    conditions = [_condition(field) for field in fields if field.when is not None]
    if conditions:
        schema["allOf"] = conditions
    return schema


def _property(field: FormField, lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = {"type": field.type, "title": field.title[lang]}
    if field.description is not None:
        found["description"] = field.description[lang]
    if field.choices:
        found["oneOf"] = [{"const": c.const, "title": c.title[lang]} for c in field.choices]
    elif field.type == "string":
        found["minLength"] = 1
    if field.format == "date":
        found["format"] = "date"
    elif field.format:
        found["pattern"] = PATTERNS[field.format]
    limits = {
        "maxLength": field.max_length,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "x-prefill": field.prefill or None,
        "x-place": field.place or None,
    }
    return {**found, **{key: value for key, value in limits.items() if value is not None}}


def _condition(field: FormField) -> dict[str, Any]:
    assert field.when is not None
    asked = {
        "properties": {field.when.field: {"enum": list(field.when.values)}},
        "required": [field.when.field],
    }
    then: dict[str, Any] = {"required": [field.name]} if field.required else {}
    return {"if": asked, "then": then, "else": {"properties": {field.name: False}}}
