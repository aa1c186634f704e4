"""What can stand in the way of a key's retirement, each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class VersionUnknown(CallerError):
    """There is no key of this version."""

    code = "resealing.E001"
    zh = "没有版本 {version} 的密钥；现有版本：{versions}。没有改动。"
    en = "There is no key of version {version}; there are {versions}. Nothing was changed."


class VersionInUse(CallerError):
    """The version seals now, or an older one has not been retired yet."""

    code = "resealing.E002"
    zh = (
        "版本 {version} 还不能停用：现在用版本 {current} 封存，最早的版本是 {oldest}。"
        "请先停用最早的。"
    )
    en = (
        "Version {version} cannot be retired yet: version {current} seals, the oldest is {oldest}."
        " Retire the oldest first."
    )


class StillSealed(CallerError):
    """Something is still sealed under the version, or an older one."""

    code = "resealing.E003"
    zh = (
        "仍有数据用版本 {version} 或更早的密钥封存：{where}。"
        "没有改动；请先运行 rongcheng keys reseal。"
    )
    en = (
        "Values are still sealed under version {version} or an older one: {where}. Nothing was"
        " changed; run `rongcheng keys reseal` first."
    )


class TableBusy(CallerError):
    """A table was in use without a pause, so the check could not be set."""

    code = "resealing.E004"
    zh = "{table} 一直在使用，没能设上检查。没有停用；请稍后再试。"
    en = "{table} was in use without a pause, so nothing was retired. Try again later."


class AlreadyRunning(CallerError):
    """Another run re-seals now."""

    code = "resealing.E005"
    zh = "另一处正在换钥重封，不用再运行一次；看进度用 rongcheng keys。"
    en = "Re-sealing runs already; see how far it is with `rongcheng keys`."
