"""What can go wrong with mandates and guardianship (授权与监护错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class MandateRefused(CallerError):
    """A mandate or guardianship may not be given as it is wanted (不能这样授权)."""

    code = "people.E040"
    zh = "没有办成，什么都没有改动：{why_zh}"
    en = "Not done, nothing was changed: {why_en}"


class MandateUnknown(CallerError):
    """There is no such mandate on whose either side the person stands (没有这份授权)."""

    code = "people.E041"
    status = 404
    zh = "没有查到您名下的这份授权或监护。请回到“我的家人与代办”核对。"
    en = "There is no such mandate or guardianship of yours. Go back to “My people” and check."


class MandateMoved(CallerError):
    """It is no longer where this step could be taken (状态已变)."""

    code = "people.E042"
    status = 409
    zh = "这一步现在不能办，什么都没有改动。请刷新页面，看看它现在的状态。"
    en = "This step cannot be taken now, nothing was changed. Reload to see where it stands."


class MandateConflict(CallerError):
    """The same form was sent again with other content (同一份表单内容不同)."""

    code = "people.E043"
    status = 409
    zh = "这份表单已经提交过，内容与这次不同。请刷新页面，重新填一份。"
    en = "This form was sent before with other content. Reload the page and fill in a new one."


class ObjectionNeedsWords(CallerError):
    """A guardian objects without a reason (不同意要写理由)."""

    code = "people.E044"
    zh = "请写明不同意的理由，另一位监护人会看到；不要写身份证号。"
    en = "Say why you object; the other guardian will read it. No ID numbers please."


class NotAtCounter(CallerError):
    """Only a window clerk does this, with the people and their documents present (只在窗口办理)."""

    code = "people.E045"
    status = 403
    zh = "这件事要带证件到窗口办理。"
    en = "This is done at a counter, with the documents."
