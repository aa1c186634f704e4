"""What somebody wrote into a form (表单填写): every fault at once, by question, with what to do.

The same questions, bounds and conditions as the form's JSON Schema, and beyond it what a schema
cannot say: check digits, real days, districts of this metro area, materials that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.kernel.identifiers import check_credit_code, check_resident_id
from rongcheng.policy.item_types import Condition, FormField, Material

Answers = Mapping[str, object]

_LONGEST_TEXT = 4_000
_MOBILE_DIGITS = 11


class AnswerFault(NamedTuple):
    """One wrong or missing answer: the question's name and a sentence in each language.

    The sentence never repeats what was written: it may be an ID number.
    """

    field: str
    zh: str
    en: str

    def message(self, lang: Lang) -> str:
        """Return the sentence for the reader's language."""
        return self.zh if lang == "zh" else self.en


def list_answer_faults(
    form: Iterable[FormField], answers: Answers, *, is_district: Callable[[str], bool]
) -> list[AnswerFault]:
    """Return everything that is wrong with the answers, in the order of the form.

    `is_district` tells whether a code is a district or city of the metro area.
    """
    fields = list(form)
    faults: list[AnswerFault] = []
    for field in fields:
        given = answers.get(field.name)
        empty = given is None or given == ""
        if not is_asked(field.when, answers):
            if not empty:
                faults.append(_fault(field, "这一项不用填。请清空。", "Not asked here. Clear it."))
        elif empty:
            if field.required:
                faults.append(_fault(field, "请填写。", "Fill this in."))
        else:
            faults += _value_faults(field, given, is_district)
    known = {field.name for field in fields}
    unknown = sorted(name for name in answers if name not in known)
    faults += [
        AnswerFault(
            name, "表单里没有这一项。请删去。", "The form has no such question. Leave it out."
        )
        for name in unknown
    ]
    return faults


def list_needed_materials(materials: Iterable[Material], answers: Answers) -> list[Material]:
    """Return the materials that this case needs, by what was answered; in the item's order."""
    return [m for m in materials if m.required and is_asked(m.when, answers)]


def list_missing_materials(
    materials: Iterable[Material], answers: Answers, given: Iterable[str]
) -> list[Material]:
    """Return all that is missing, so that it is asked for once; `given` are ids of materials."""
    handed_in = set(given)
    return [m for m in list_needed_materials(materials, answers) if m.id not in handed_in]


def is_asked(condition: Condition | None, answers: Answers) -> bool:
    """Tell whether a question or material with this condition belongs to the case."""
    return condition is None or answers.get(condition.field) in condition.values


def _value_faults(
    field: FormField, given: object, is_district: Callable[[str], bool]
) -> list[AnswerFault]:
    if field.type == "boolean":
        ok = isinstance(given, bool)
        return [] if ok else [_fault(field, "请选是或否。", "Choose yes or no.")]
    if field.type == "integer":
        return _number_faults(field, given)
    if not isinstance(given, str):
        return [_fault(field, "请写文字。", "Write a text.")]
    if field.choices and given not in {choice.const for choice in field.choices}:
        return [_fault(field, "请从选项里选一个。", "Choose one of the options.")]
    longest = field.max_length or _LONGEST_TEXT
    if len(given) > longest:
        return [_fault(field, f"最多 {longest} 个字。请写短些。", f"At most {longest} characters.")]
    return _format_faults(field, given, is_district)


def _number_faults(field: FormField, given: object) -> list[AnswerFault]:
    if not isinstance(given, int) or isinstance(given, bool):
        return [_fault(field, "请写整数。", "Write a whole number.")]
    if field.minimum is not None and given < field.minimum:
        low = field.minimum
        return [_fault(field, f"不能小于 {low}。请核对。", f"It is at least {low}. Check it.")]
    if field.maximum is not None and given > field.maximum:
        high = field.maximum
        return [_fault(field, f"不能大于 {high}。请核对。", f"It is at most {high}. Check it.")]
    return []


def _format_faults(
    field: FormField, given: str, is_district: Callable[[str], bool]
) -> list[AnswerFault]:
    if field.format == "district" and not is_district(given):
        return [_fault(field, "请选本都市圈的区县。", "Choose a district of this metro area.")]
    if field.format == "mobile" and not _is_mobile(given):
        return [_fault(field, "请写 11 位手机号。", "Write a mobile number of 11 digits.")]
    check = _CHECKS.get(field.format)
    if check is None:
        return []
    try:
        check(given)
    except CallerError as error:
        return [_fault(field, error.message("zh"), error.message("en"))]
    return []


def _is_mobile(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) == _MOBILE_DIGITS and given[0] == "1"


def _fault(field: FormField, zh: str, en: str) -> AnswerFault:
    return AnswerFault(field.name, f"{field.title['zh']}：{zh}", f"{field.title['en']}: {en}")


_CHECKS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "id_number": check_resident_id,
    "credit_code": check_credit_code,
}
