"""The papers of a case as a page shows them (材料清单): what is needed, what is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rongcheng.foundation.attachments.public import AttachmentInfo, taken_kinds
from rongcheng.foundation.cases.public import Case, CaseMaterial, answers_of, materials_of
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import Material
from rongcheng.services.government.forms.answers import is_asked
from rongcheng.services.government.materials.keeping import FILE, files_by_material, last_step_at
from rongcheng.web.i18n import pick, t

MEGABYTE, KILOBYTE = 1_000_000, 1_000


class FileView(NamedTuple):
    """A file in the list: its address, name and size; `removable` while it is still hers."""

    id: str
    name: str
    size: str
    removable: bool


class MaterialView(NamedTuple):
    """One paper that the item knows: `field` is the form's name for it, `note` how it came else.

    `needed` by what was answered; `missing` as long as nothing came for it.
    """

    id: str
    field: str
    title: str
    about: str
    needed: bool
    missing: bool
    note: str
    files: list[FileView]


def material_views(case: Case) -> list[MaterialView]:
    """Return the papers of a case in the item's order; those that answers rule out are left out.

    They show names of files: whoever renders them writes the access record.
    """
    version = current_book(case.metro).government.item_on(case.item, case.began_on)
    answers, given = answers_of(case), materials_of(case)
    files, since = files_by_material(case), last_step_at(case)
    hers = {row.key for row in given if row.how == FILE and (since is None or row.at > since)}
    return [
        _view(
            material,
            [row for row in given if row.material == material.id],
            [_file(one, hers) for one in files.get(material.id, [])],
        )
        for material in version.materials
        if is_asked(material.when, answers) or material.id in files
    ]


def views_of_all(cases: Iterable[Case]) -> list[MaterialView]:
    """Return the papers of all cases of an application, each paper once.

    A file of a bundle lies with each case that asks for it, and is taken back from all of them.
    """
    found: dict[str, MaterialView] = {}
    for case in cases:
        for view in material_views(case):
            found.setdefault(view.id, view)
    return list(found.values())


def accepted_kinds() -> str:
    """Return what a file field asks for: a phone then sends JPEG, and its camera is offered."""
    kinds = taken_kinds()
    return ",".join([*(kind.media_type for kind in kinds), *(f".{kind.ending}" for kind in kinds)])


def size_words(size: int) -> str:
    """Return a file's size as people read it.

    >>> size_words(2_340_000), size_words(48_200), size_words(7)
    ('2.3 MB', '48 kB', '1 kB')
    """
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB"
    return f"{max(size // KILOBYTE, 1)} kB"


def _file(one: AttachmentInfo, hers: set[str]) -> FileView:
    return FileView(str(one.id), one.name, size_words(one.size), str(one.id) in hers)


def _view(material: Material, own: list[CaseMaterial], files: list[FileView]) -> MaterialView:
    return MaterialView(
        id=material.id,
        field=f"file:{material.id}",
        title=pick(material.title),
        about=_about(material),
        needed=material.required,
        missing=material.required and not own,
        note=_note(own),
        files=files,
    )


def _about(material: Material) -> str:
    words = [t("government.files.issuer", issuer=pick(material.issuer))]
    if material.note:
        words.append(pick(material.note))
    return " ".join(words)


def _note(own: list[CaseMaterial]) -> str:
    paper = next((row for row in own if row.how == "paper"), None)
    if paper is not None:
        return t("government.files.paper", originals=paper.originals, copies=paper.copies)
    return t("government.files.licence") if any(row.how == "licence" for row in own) else ""
