"""What people read before they apply (办事指南): one version of an item in plain words.

Fields are those of table 4 of GB/T 39046-2020.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rongcheng.policy.item_types import Competence, FormField, ItemVersion, JointPart, Material
from rongcheng.policy.item_words import (
    CASE_TYPES,
    CHANNELS,
    DELIVERIES,
    ITEM_TYPES,
    LEVELS,
    NATURES,
    PLACES,
    PREFILLS,
    PROCEDURES,
    RANGES,
    TARGETS,
)
from rongcheng.services.government.catalogue.words import (
    condition_words,
    fee_words,
    joined,
    limit_words,
    source_words,
    word_of,
    words_of_codes,
)
from rongcheng.web.formats import DASH
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table

Facts = list[tuple[str, str]]


class Part(NamedTuple):
    """What another place does in a joint case: which authority, and what."""

    body: str
    does: str
    optional: bool


def body_words(seat: Competence | JointPart) -> str:
    """Name an authority by the place that it follows: the police where the person lives."""
    return pick(seat.body).format(place=word_of(PLACES, seat.place))


def main_facts(version: ItemVersion) -> Facts:
    """Return who decides, for whom, how one applies and what one gets."""
    result = version.result
    delivered = words_of_codes(DELIVERIES, result.delivery)
    parts = [
        ("decider", body_words(version.competence)),
        ("level", word_of(LEVELS, version.competence.level)),
        ("targets", words_of_codes(TARGETS, version.targets)),
        ("channels", words_of_codes(CHANNELS, version.channels)),
        ("range", word_of(RANGES, version.range)),
        ("result", _with(pick(result.title), delivered)),
        ("fee", fee_words(version.fee)),
        ("promised_limit", limit_words(version.promised_limit)),
        ("legal_limit", limit_words(version.legal_limit)),
        ("extras", joined(_extras(version))),
        ("hours", pick(version.hours or {})),
        ("telephone", version.telephone),
        ("supervision_telephone", version.supervision_telephone),
    ]
    return [(t(f"government.guide.{key}"), text) for key, text in parts if text]


def further_facts(version: ItemVersion) -> Facts:
    """Return what the standard wants told besides: kind, division, limits on number, law."""
    parts = [
        ("type", word_of(ITEM_TYPES, version.type)),
        ("case_type", word_of(CASE_TYPES, version.case_type)),
        ("nature", word_of(NATURES, version.competence.nature)),
        ("division", pick(version.division or {})),
        ("procedures", procedure_words(version)),
        ("quantity_limit", pick(version.quantity_limit or {})),
        ("intermediaries", pick(version.intermediaries or {})),
        ("basis", basis_words(version)),
        ("source", source_words(version.source)),
    ]
    return [(t(f"government.guide.{key}"), text) for key, text in parts if text]


def procedure_words(version: ItemVersion) -> str:
    """Name the special procedures in one line, each with its kind and how long it may take."""
    return joined(
        _with(pick(one.title), joined((word_of(PROCEDURES, one.code), limit_words(one.longest))))
        for one in version.procedures
    )


def basis_words(version: ItemVersion) -> str:
    """Name the laws and documents on which an item rests."""
    return ("；" if language() == "zh" else "; ").join(map(source_words, version.basis))


def joint_parts(version: ItemVersion) -> list[Part]:
    """Return what other places do in the case, in words."""
    return [about_part(part) for part in version.joint]


def about_part(part: JointPart) -> Part:
    """Return what one other place does, in words."""
    return Part(body_words(part), pick(part.part), part.optional)


def material_table(form: Iterable[FormField], materials: Iterable[Material]) -> Table:
    """Return what to bring: originals and copies, when it is needed, what stands for it."""
    columns = [
        Column(t("government.guide.material"), lead=True, width=36),
        Column(t("government.guide.originals"), "count"),
        Column(t("government.guide.copies"), "count"),
        Column(t("government.guide.needed"), width=30),
        Column(t("government.guide.issuer"), width=24),
        Column(t("government.guide.instead"), width=30),
        Column(t("government.guide.note"), width=30),
    ]
    questions = list(form)
    rows = [
        (
            pick(material.title),
            material.originals,
            material.copies,
            needed_words(questions, material),
            pick(material.issuer),
            t("government.guide.licence") if material.licence else "",
            pick(material.note or {}),
        )
        for material in materials
    ]
    empty = t("government.guide.no_materials")
    return Table(t("government.guide.materials"), columns, rows, empty, False)


def needed_words(form: Iterable[FormField], asked: FormField | Material) -> str:
    """Say whether something is needed: always, after an answer, or if one likes."""
    key = "needed_always" if asked.required else "needed_optional"
    condition = condition_words(form, asked.when)
    if condition:
        return condition if asked.required else f"{condition} · {t(f'government.guide.{key}')}"
    return t(f"government.guide.{key}")


def question_table(form: Iterable[FormField]) -> Table:
    """Return the questions of a form in their order, and what fills them beforehand."""
    columns = [
        Column(t("government.guide.question"), lead=True, width=36),
        Column(t("government.guide.answer"), width=40),
        Column(t("government.guide.needed"), width=30),
        Column(t("government.guide.prefill"), width=24),
    ]
    questions = list(form)
    rows = [
        (
            pick(field.title),
            answer_words(field),
            needed_words(questions, field),
            word_of(PREFILLS, field.prefill) if field.prefill else "",
        )
        for field in questions
    ]
    return Table(t("government.guide.form"), columns, rows, caption_shown=False)


def answer_words(field: FormField) -> str:
    """Say what an answer looks like: one of some, a day, a number between two, words."""
    if field.choices:
        return joined(pick(choice.title) for choice in field.choices)
    kind = t(f"government.guide.kind.{field.format or field.type}")
    low, high = field.minimum, field.maximum
    if low is None and high is None:
        return kind
    bounds = f"{DASH if low is None else low}–{DASH if high is None else high}"
    return _with(kind, bounds)


def _extras(version: ItemVersion) -> list[str]:
    return [
        t(f"government.guide.{name}")
        for name in ("booking", "online_payment", "courier")
        if getattr(version, name)
    ]


def _with(text: str, note: str) -> str:
    if not note:
        return text
    return f"{text}（{note}）" if language() == "zh" else f"{text} ({note})"
