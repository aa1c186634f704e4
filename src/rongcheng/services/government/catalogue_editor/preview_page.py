"""A draft's form before anybody gets it (表单预览): the steps and papers that a resident would see.

One may answer as she would; what that opens is shown. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.policy.item_types import FormField, ItemVersion, Material
from rongcheng.policy.item_words import PREFILLS
from rongcheng.services.government.catalogue.guide import (
    about_part,
    basis_words,
    procedure_words,
)
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.draft_parts import Opened, open_draft, tabs_of
from rongcheng.services.government.catalogue_editor.office_pages import crumbs_to
from rongcheng.services.government.catalogue_editor.row_lists import (
    BASIS,
    FORM,
    JOINT,
    MATERIALS,
    PROCEDURES,
    RowList,
)
from rongcheng.services.government.catalogue_editor.showing import title_of
from rongcheng.services.government.forms.answers import Answers, is_asked
from rongcheng.services.government.forms.reading import (
    PREFIX,
    asked_steps,
    drop_unasked,
    faults_in,
    read_answers,
)
from rongcheng.services.government.forms.view import (
    Drawing,
    FieldSet,
    city_questions,
    draw_step,
    page_language,
)
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import pick, t


class Paper(NamedTuple):
    """A paper as the resident reads it before she begins."""

    title: str
    about: str
    required: bool


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def preview_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the form of a draft in its steps; POST answers it, and keeps nothing."""
    opened = open_draft(signed_in(request), code)
    version = opened.checked.item.versions[opened.number]
    fields = _sound_questions(opened, version)
    is_tried = request.method == "POST"
    given = read_answers(fields, request.POST) if is_tried else {}
    answers = drop_unasked(fields, given)
    faults = faults_in(opened.book, fields, answers) if is_tried else []
    sources = {
        field.name: t("government.row.would_fill", what=word_of(PREFILLS, field.prefill))
        for field in fields
        if field.prefill
    }
    drawing = Drawing(answers, faults, sources, city_questions(version))
    context = {
        "title": t("government.row.preview", name=title_of(opened.draft)),
        "lead": t("government.row.preview_lead"),
        "crumbs": [
            *crumbs_to(),
            (title_of(opened.draft), opened.address),
            (t("government.row.tab.preview"), ""),
        ],
        "tabs": tabs_of(opened.draft, "preview"),
        "draft": opened.draft,
        "fieldsets": _steps(opened, fields, drawing),
        "faults": [(f"#{PREFIX}{one.field}", one.message(page_language())) for one in faults],
        "is_good": is_tried and not faults,
        "papers": _papers(opened, version, answers),
        "joint": [about_part(part) for part in _sound(opened, JOINT, version.joint)],
        "facts": _grounds(opened, version),
        "left_out": len(opened.rows(FORM)) - len(fields),
    }
    return render(request, "government/office_preview.html", context)


def _steps(opened: Opened, fields: list[FormField], drawing: Drawing) -> list[FieldSet]:
    count = len(asked_steps(fields, drawing.answers))
    steps = (draw_step(opened.book, fields, drawing, step) for step in range(1, count + 1))
    return [
        part._replace(title=t("government.row.step", n=step, title=part.title))
        for step, part in enumerate(steps, 1)
    ]


def _sound_questions(opened: Opened, version: ItemVersion) -> list[FormField]:
    """Return the questions without a fault: the others cannot be drawn yet."""
    found: dict[str, FormField] = {}
    for field in _sound(opened, FORM, version.form):
        if field.when is None or field.when.field in found:
            found[field.name] = field
    return list(found.values())


def _sound(opened: Opened, of: RowList, rows: tuple[Any, ...]) -> list[Any]:
    return [row for place, row in enumerate(rows) if not opened.told(of, place)]


def _grounds(opened: Opened, version: ItemVersion) -> list[tuple[str, str]]:
    """Return special procedures and law as the guide tells them."""
    sound = version._replace(
        procedures=tuple(_sound(opened, PROCEDURES, version.procedures)),
        basis=tuple(_sound(opened, BASIS, version.basis)),
    )
    parts = {"procedures": procedure_words(sound), "basis": basis_words(sound)}
    return [(t(f"government.guide.{key}"), said) for key, said in parts.items() if said]


def _papers(opened: Opened, version: ItemVersion, answers: Answers) -> list[Paper]:
    materials: list[Material] = _sound(opened, MATERIALS, version.materials)
    return [_paper(one) for one in materials if is_asked(one.when, answers)]


def _paper(material: Material) -> Paper:
    note: Mapping[str, str] = material.note or {}
    parts = (
        pick(material.issuer),
        t("government.row.counts", originals=material.originals, copies=material.copies),
        t("government.row.licence") if material.licence else "",
        pick(note),
    )
    return Paper(pick(material.title), " · ".join(filter(None, parts)), material.required)
