"""The one door of attachments (附件对外接口).

To know first: a room registers its kind of thing once (`register_owner`, with its own row filter).
Files are stored first (`store`, `store_many`, or a page that `receives_files`) and then attached in
the transaction that records what they are for; what nobody attaches is swept away after a day. The
only way out is `open_for`, which asks the row filter and writes the access record.
"""

from __future__ import annotations

from rongcheng.foundation.attachments.errors import (
    AttachmentRefused,
    AttachmentUnknown,
    FileEmpty,
    FileKindRefused,
    FileMissing,
    FileTooLarge,
    StorageFailed,
    TooManyFiles,
    UploadTooLarge,
)
from rongcheng.foundation.attachments.keeping import (
    attach,
    list_attachments,
    list_attachments_of,
    received_again,
    remove_attachment,
)
from rongcheng.foundation.attachments.media_types import Kind, taken_kinds
from rongcheng.foundation.attachments.opening import Opened, open_for
from rongcheng.foundation.attachments.owners import register_owner
from rongcheng.foundation.attachments.port import Draft, Storage
from rongcheng.foundation.attachments.receiving import forget, store, store_many
from rongcheng.foundation.attachments.storage import get_storage, use_storage
from rongcheng.foundation.attachments.sweeping import files_in_use, sweep
from rongcheng.foundation.attachments.types import (
    AttachmentInfo,
    Limits,
    Owner,
    Placed,
    Received,
)
from rongcheng.foundation.attachments.uploads import Uploads, receives_files, uploads_of
from rongcheng.foundation.attachments.verify import AttachmentFault, verify_attachments

__all__ = [
    "AttachmentFault",
    "AttachmentInfo",
    "AttachmentRefused",
    "AttachmentUnknown",
    "Draft",
    "FileEmpty",
    "FileKindRefused",
    "FileMissing",
    "FileTooLarge",
    "Kind",
    "Limits",
    "Opened",
    "Owner",
    "Placed",
    "Received",
    "Storage",
    "StorageFailed",
    "TooManyFiles",
    "UploadTooLarge",
    "Uploads",
    "attach",
    "files_in_use",
    "forget",
    "get_storage",
    "list_attachments",
    "list_attachments_of",
    "open_for",
    "received_again",
    "receives_files",
    "register_owner",
    "remove_attachment",
    "store",
    "store_many",
    "sweep",
    "taken_kinds",
    "uploads_of",
    "use_storage",
    "verify_attachments",
]
