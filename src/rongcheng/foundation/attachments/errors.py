"""Why a file was not taken or cannot be shown, each with what to do next (附件错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class AttachmentRefused(CallerError):
    """A file was not taken (附件没有收下); nothing of it is kept. Its kinds say why."""


class FileTooLarge(AttachmentRefused):
    """The file is larger than the metro area takes."""

    code = "attachments.E001"
    status = 413
    zh = "「{name}」超过 {limit} MB，没有收下。请压缩、降低扫描分辨率，或分成几份再传。"
    en = "“{name}” is larger than {limit} MB and was not taken. Make it smaller, or split it."


class FileKindRefused(AttachmentRefused):
    """The file's content is of no kind that is taken."""

    code = "attachments.E002"
    status = 415
    zh = (
        "「{name}」的内容不是可以收的文件类型，没有收下。"
        "请用 PDF、JPG、PNG、OFD、DOCX 或 XLSX 再传；改文件名不行，要另存为这些格式。"
    )
    en = (
        "The content of “{name}” is of no kind that is taken; it was not kept. Send PDF, JPEG, PNG,"
        " OFD, DOCX or XLSX: save it as one of these, another name alone does not help."
    )


class FileEmpty(AttachmentRefused):
    """The file has no content."""

    code = "attachments.E003"
    zh = "「{name}」是空文件，没有收下。请打开看看，重新选择文件再传。"
    en = "“{name}” is empty and was not taken. Open it to check, and choose the file again."


class TooManyFiles(AttachmentRefused):
    """There are already as many files as one case may have."""

    code = "attachments.E004"
    status = 413
    zh = "一次办件最多收 {limit} 个文件，多出的没有收下。请先删去不用的，或把几页合成一个文件。"
    en = "One case takes {limit} files at most; no more were taken. Remove some, or join pages."


class UploadTooLarge(AttachmentRefused):
    """All that was sent at once is more than could be taken, so it was not read."""

    code = "attachments.E005"
    status = 413
    zh = "这次一共传了太多，一个都没有收下。每个文件不超过 {limit} MB；请分几次传。"
    en = "Too much was sent at once; nothing was taken. {limit} MB a file at most; send in parts."


class AttachmentUnknown(CallerError):
    """There is no such file for whoever asks: never was, was removed, or is not hers to see."""

    code = "attachments.E010"
    status = 404
    zh = "没有这个文件，或者您无权查看。请从办件页面重新打开；文件可能已被撤下。"
    en = "There is no such file, or it is not yours to see. Open it from the case's page again."


class FileMissing(OurError):
    """The row of a file is there and its content is not."""

    code = "attachments.E020"
    zh = (
        "文件 {file} 的内容不在存储里。"
        "请管理员从备份恢复 attachments 目录，再运行 rongcheng verify。"
    )
    en = (
        "The content of file {file} is not in the storage. The administrator should restore the"
        " folder attachments from a backup and run `rongcheng verify`."
    )


class StorageFailed(OurError):
    """The storage could not write."""

    code = "attachments.E021"
    status = 503
    zh = "文件没能存下（{place}：{problem}）。没有收下，请稍后再传；管理员请看磁盘空间和目录权限。"
    en = (
        "The file could not be stored ({place}: {problem}). It was not taken; send it again later."
        " The administrator should look at the disk's room and the folder's mode."
    )


class OwnerKindUnknown(OurError):
    """A room attaches to a kind of thing that nobody registered."""

    code = "attachments.E022"
    zh = "没有登记过 {kind} 这类附件归属。请在该模块的 apps.py 里调用 register_owner。"
    en = "Nobody registered the owner kind {kind}. Call `register_owner` in that room's apps.py."
