"""What a page's form brought (收文件): kept with the whole application, or why it was not."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest

from rongcheng.foundation.attachments.public import (
    AttachmentRefused,
    Placed,
    StorageFailed,
    uploads_of,
)
from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.materials.keeping import (
    keep_bundle_materials,
    keep_materials,
    take_back_bundle_file,
    take_back_file,
)
from rongcheng.web.actor import Actor

_PREFIX = "file:"
Why = AttachmentRefused | StorageFailed
"""Why a file was not taken, in words."""


def keep_uploads(request: HttpRequest, actor: Actor, whole: Application) -> tuple[int, list[Why]]:
    """Keep what came with the form, and return how many, and why others were not taken.

    One that is too much for the case takes the others of the form along; what was kept stays.
    """
    uploads = uploads_of(request)
    placed = [Placed(name.removeprefix(_PREFIX), received) for name, received in uploads.received]
    refused = list(uploads.refused)
    if not placed:
        return 0, refused
    try:
        keep_files(actor, whole, placed)
    except AttachmentRefused as why:
        return 0, [*refused, why]
    return len(placed), refused


def keep_files(actor: Actor, application: Application, placed: Sequence[Placed]) -> None:
    """Keep files that were sent, each with every case that asks for it; raises what cases raise."""
    if application.is_bundle:
        keep_bundle_materials(actor, application.number, placed)
    else:
        keep_materials(actor, application.number, placed)


def take_back(actor: Actor, application: Application, file_id: UUID) -> None:
    """Take a file back from every case that has it; raises what the cases raise."""
    if application.is_bundle:
        take_back_bundle_file(actor, application.number, file_id)
    else:
        take_back_file(actor, application.number, file_id)
