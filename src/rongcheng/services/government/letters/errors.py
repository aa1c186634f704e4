"""Errors of letters (文书错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class LetterFactMissing(OurError):
    """A sentence of a letter names something that is not known (文书缺内容)."""

    code = "government.E060"
    zh = "文书“{kind}”缺少内容“{fact}”，没有发出，办件也没有变动。请联系运营单位。"
    en = (
        "The letter “{kind}” lacks “{fact}”. It was not sent and the case is unchanged. "
        "Tell the operator."
    )


class LetterUnknown(CallerError):
    """No letter of this number that one may see (没有这份文书)."""

    code = "government.E061"
    status = 404
    zh = "没有找到这份文书，或者不归您看。请回到办件里打开。"
    en = "There is no such letter that you may see. Open it from its case."
