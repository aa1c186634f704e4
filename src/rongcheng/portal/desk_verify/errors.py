"""Errors of the desk's verification page (核验页错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class PictureUnreadable(CallerError):
    """A picture of the camera is not of the form that the page sends (画面无法读取)."""

    code = "portal.E101"
    zh = "摄像头画面的格式或大小不对。请刷新页面再试，或改用扫码枪、手工输入。"
    en = (
        "The camera's picture has the wrong form or size. Reload the page, or use a hand scanner "
        "or type."
    )
