"""Files in a form (表单上传): sealed straight from the network, before anything else reads them.

Django would put a larger file into a temporary folder in clear. A page that takes files says so:

    @actor_required("resident", matter="cases")
    @receives_files(limits_of)
    def materials(request): ...

The order matters: who asks is checked before a byte is read, and the form's token after, since the
token stands in the form. What the page does not attach is removed when it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from rongcheng.foundation.attachments.errors import (
    AttachmentRefused,
    StorageFailed,
    TooManyFiles,
    UploadTooLarge,
)
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.receiving import Receiving, forget
from rongcheng.foundation.attachments.storage import get_storage
from rongcheng.foundation.attachments.types import MEGABYTE, Limits, Received
from rongcheng.web.actor import View

LimitsOf = Callable[..., Limits]


@dataclass
class Uploads:
    """What came with a form (上传结果): files by their field, and why others were not taken."""

    received: list[tuple[str, Received]] = field(default_factory=list)
    refused: list[AttachmentRefused | StorageFailed] = field(default_factory=list)

    def of(self, name: str) -> list[Received]:
        """Return the files of one field."""
        return [received for found, received in self.received if found == name]


class SealingUploadHandler(FileUploadHandler):
    """Django's way in for files, leading into the sealed storage."""

    chunk_size = 64 * 2**10

    def __init__(self, uploads: Uploads, limits: Limits) -> None:
        """Collect into `uploads`, within limits."""
        super().__init__()
        self._uploads, self._limits = uploads, limits
        self._receiving: Receiving | None = None

    def new_file(self, field_name: str, file_name: str, *rest: object, **named: object) -> None:
        """Begin a file, or pass it over where there are enough."""
        super().new_file(field_name, file_name, *rest, **named)  # type: ignore[arg-type]
        try:
            if len(self._uploads.received) >= self._limits.most_files:
                raise TooManyFiles(limit=self._limits.most_files)
            self._receiving = Receiving(file_name, self._limits)
        except (AttachmentRefused, StorageFailed) as why:
            self._refuse(why)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal the next piece."""
        del start
        assert self._receiving is not None
        try:
            self._receiving.write(raw_data)
        except (AttachmentRefused, StorageFailed) as why:
            self._refuse(why)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Keep a file that is good; the form's own list of files knows its name and size."""
        assert self._receiving is not None
        try:
            received = self._receiving.finish()
            get_storage().keep([self._receiving.draft])
        except (AttachmentRefused, StorageFailed) as why:
            self.interrupt()
            self._uploads.refused.append(why)
            return None
        self._receiving = None
        self._uploads.received.append((str(self.field_name), received))
        return UploadedFile(None, received.name, received.media_type, file_size)

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        self.interrupt()

    def interrupt(self) -> None:
        """Drop the file that is on its way, if there is one."""
        if self._receiving is not None:
            self._receiving.draft.drop()
            self._receiving = None

    def _refuse(self, why: AttachmentRefused | StorageFailed) -> None:
        self.interrupt()
        self._uploads.refused.append(why)
        raise SkipFile from why


def receives_files(limits_of: LimitsOf) -> Callable[[View], View]:
    """Let a page take files, within the limits that `limits_of` names.

    It is called as the page is: with the request and what the address names. It stands
    below `actor_required`. The page reads them with `uploads_of`.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)  # type: ignore[type-var]

        @csrf_exempt
        @wraps(view)
        def receiving(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method != "POST":
                return protected(request, *args, **kwargs)
            limits, uploads = limits_of(request, *args, **kwargs), Uploads()
            _refuse_whole(request, limits)
            handler = SealingUploadHandler(uploads, limits)
            request.upload_handlers = [handler]
            request._rongcheng_uploads = uploads  # type: ignore[attr-defined]
            try:
                return protected(request, *args, **kwargs)
            finally:
                handler.interrupt()
                _forget_unattached(uploads)

        return receiving

    return decorate


def uploads_of(request: HttpRequest) -> Uploads:
    """Return what came with the form of a page that `receives_files`."""
    _ = request.FILES  # reads the form, if nothing has yet
    uploads: Uploads = request._rongcheng_uploads  # type: ignore[attr-defined]
    return uploads


def _refuse_whole(request: HttpRequest, limits: Limits) -> None:
    """Raise UploadTooLarge before a byte is read of what could not be taken anyway."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > limits.most_bytes * limits.most_files + MEGABYTE:
        raise UploadTooLarge(limit=limits.megabytes)


def _forget_unattached(uploads: Uploads) -> None:
    received = [one for _, one in uploads.received]
    if received:
        rows = Attachment.objects.filter(file_id__in=[one.id for one in received])
        attached = set(rows.values_list("file_id", flat=True))
        forget([one for one in received if one.id not in attached])
