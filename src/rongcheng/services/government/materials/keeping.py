"""Papers of a case as files (办件材料文件): attached to the case and noted under their material.

A file is seen by whoever sees the case (`visible_cases`), also while it is a draft. It may be taken
back until the case is handed over; what came with a supplement, until that is sent. One set of
papers serves every case of a bundle that asks for them, and the file lies there once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.attachments.public import (
    AttachmentInfo,
    Limits,
    Owner,
    Placed,
    attach,
    list_attachments,
    remove_attachment,
)
from rongcheng.foundation.cases.public import (
    Case,
    Handed,
    locked_case,
    materials_of,
    steps_of,
    visible_cases,
)
from rongcheng.foundation.people.public import note_act
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.applying.bundle_cases import cases_of_bundle
from rongcheng.services.government.applying.drafting import note_handed, take_back_material
from rongcheng.services.government.case_errors import MaterialIsKept
from rongcheng.services.government.clock.times import policy_place
from rongcheng.web.actor import Actor

CASE_FILES = "government.case"
"""The kind of thing that a case is, for files."""
FILE = "file"
_MEGABYTES = "government.attachments.most_megabytes"
_FILES = "government.attachments.most_files"


def may_see_case_files(actor: Actor, number: str) -> bool:
    """Tell whether an actor may see the files of a case: whoever sees the case."""
    return bool(visible_cases(actor).filter(number=number).exists())


def limits_of_case(case: Case) -> Limits:
    """Return how much a case takes, by the policy of its first day; raises NoPolicyValue."""
    return _limits(current_book(case.metro), case)


def _limits(book: PolicyBook, case: Case) -> Limits:
    at = policy_place(book, case)
    megabytes, files = (book.resolve(key, at=at, on=case.began_on) for key in (_MEGABYTES, _FILES))
    assert isinstance(megabytes.value, int)
    assert isinstance(files.value, int)
    return Limits.of_megabytes(megabytes.value, files.value)


def keep_materials(actor: Actor, number: str, placed: Sequence[Placed]) -> list[AttachmentInfo]:
    """Keep stored files with a case, each for the material that its part names, all or none.

    Safe to repeat. Raises CaseUnknown, EventRefused once the case is under way, StepIncomplete for
    a material that the item does not know, TooManyFiles.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        book = current_book(case.metro)
        files = attach(_owner(case), placed, by=actor.id, limits=_limits(book, case))
        given = [Handed(one.part, FILE, str(one.id)) for one in files]
        note_handed(actor, case, book.government.item_on(case.item, case.began_on), given)
        note_act(actor, "case.materials", case.number)
    return files


def keep_bundle_materials(actor: Actor, bundle_no: str, placed: Sequence[Placed]) -> None:
    """Keep one set of stored files with every case of a bundle that asks for them, all or none.

    Raises what `keep_materials` raises.
    """
    with transaction.atomic():
        for case in cases_of_bundle(actor, bundle_no):
            version = current_book(case.metro).government.item_on(case.item, case.began_on)
            known = {material.id for material in version.materials}
            own = [one for one in placed if one.part in known]
            if own:
                keep_materials(actor, case.number, own)


def take_back_file(actor: Actor, number: str, file_id: UUID) -> None:
    """Take a file back before it is handed over; one that is not there is as good as taken back.

    Raises CaseUnknown, EventRefused, and MaterialIsKept for what came before a supplement.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        given = next((row for row in materials_of(case) if row.key == str(file_id)), None)
        if given is None:
            return
        since = last_step_at(case)
        if since is not None and given.at <= since:
            raise MaterialIsKept()
        take_back_material(actor, number, Handed(given.material, given.how, given.key))
        remove_attachment(_owner(case), file_id, by=actor.id)


def take_back_bundle_file(actor: Actor, bundle_no: str, file_id: UUID) -> None:
    """Take a file back from every case of a bundle that has the same one for the same paper.

    Safe to repeat. Raises what `take_back_file` raises, and nothing is taken back then.
    """
    with transaction.atomic():
        cases = cases_of_bundle(actor, bundle_no)
        files = {case.number: list_attachments(CASE_FILES, case.number) for case in cases}
        listed = [one for found in files.values() for one in found]
        asked = next((one for one in listed if one.id == file_id), None)
        if asked is None:
            return
        for number, found in files.items():
            for one in found:
                if (one.part, one.sha256) == (asked.part, asked.sha256):
                    take_back_file(actor, number, one.id)


def file_id_of(given: str) -> UUID | None:
    """Return the file that a page's button names; None for what was never a file's name."""
    try:
        return UUID(given)
    except ValueError:
        return None


def last_step_at(case: Case) -> datetime | None:
    """Return when the last step was made: what was handed in since then may be taken back."""
    steps = steps_of(case)
    return steps[-1].at if steps else None


def files_by_material(case: Case) -> dict[str, list[AttachmentInfo]]:
    """Return the files of a case by material; whoever shows them writes the access record."""
    found: dict[str, list[AttachmentInfo]] = defaultdict(list)
    for one in list_attachments(CASE_FILES, case.number):
        found[one.part].append(one)
    return found


def _owner(case: Case) -> Owner:
    return Owner(CASE_FILES, case.number, case.person_id)
