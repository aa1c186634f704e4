"""Errors of the outbox (发件箱错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import OurError


class ClearIdNumber(OurError):
    """A message was about to store an ID number in clear (明文身份证号)."""

    code = "outbox.E001"
    zh = "「{place}」里出现了明文身份证号，没有保存。请在程序里改用居民的内部编号。"
    en = (
        "An ID number in clear was found in “{place}”; nothing was stored. Use the resident's "
        "opaque id in the program."
    )


class NotInTransaction(OurError):
    """An event was emitted outside the transaction of what happened (事件不在事务中)."""

    code = "outbox.E002"
    zh = "事件 {topic} 没有和业务写入放在同一个事务里。请在 transaction.atomic() 内调用 emit。"
    en = (
        "The event {topic} is not in the transaction of what happened. Call emit inside "
        "transaction.atomic()."
    )
