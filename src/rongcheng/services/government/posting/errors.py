"""Errors of results by post (邮寄错误)."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.kernel.errors import CallerError
from rongcheng.services.government.forms.answers import AnswerFault


class AddressFaulty(CallerError):
    """A postal address is missing or wrong (邮寄地址有误); `faults` has each by its field."""

    code = "government.E240"
    zh = "邮寄地址里有 {count} 处要改。{first_zh}"
    en = "The postal address needs {count} corrections. {first_en}"

    def __init__(self, faults: Iterable[AnswerFault]) -> None:
        """Keep every fault for the page."""
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(count=len(self.faults), first_zh=first.zh, first_en=first.en)


class NotByPost(CallerError):
    """The result does not come by post, or is sent already (不用再写地址)."""

    code = "government.E241"
    status = 409
    zh = "{number} 的结果不邮寄，或者已经寄出，地址不能再改。请到「我的办件」看进度。"
    en = "The result of {number} is not posted, or was sent. See where it stands under My cases."


class NothingToPost(CallerError):
    """There is no address that one posts to now (没有要您寄的)."""

    code = "government.E242"
    status = 404
    zh = "这个办件现在没有要您邮寄的结果。请回到办件里看下一步。"
    en = "There is nothing in this case for you to post now. Go back to it and see what is next."


class PostedElsewhere(CallerError):
    """Whoever decides posts the result (邮寄由决定机关办)."""

    code = "government.E243"
    status = 403
    zh = "结果由决定机关邮寄，窗口不寄。本人在窗口的，可以当面交给她。"
    en = "The authority that decides posts the result. Hand it over here if the person is here."
