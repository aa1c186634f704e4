"""What can be wrong when the reference core starts: each says what to do."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class JournalBroken(OurError):
    """A line inside the journal is damaged: nothing after it can be trusted."""

    code = "core.E001"
    zh = "日志 {file} 第 {line} 行损坏，核心没有启动。请用备份恢复这个文件，不要删行。"
    en = (
        "Line {line} of the journal {file} is damaged and the core did not start. Restore the "
        "file from its backup; do not remove lines."
    )


class JournalInUse(CallerError):
    """Another core works on the same journal."""

    code = "core.E002"
    zh = "日志 {file} 正由另一个参考核心使用。请先停掉它，或换一个 --journal。"
    en = "The journal {file} is in use by another core. End that one, or choose another --journal."


class PoolNotInPack(CallerError):
    """The pack has no such pool."""

    code = "core.E003"
    zh = "政策包 {folder} 里没有统筹区 {pool}，可用：{known}。"
    en = "The pack {folder} has no pool {pool}; it has {known}."


class PackUnusable(CallerError):
    """The pack has faults."""

    code = "core.E004"
    zh = "政策包 {folder} 有 {count} 处错误。请用 rongcheng check 看清并改正后再启动。"
    en = "The pack {folder} has {count} faults. See them with rongcheng check and correct them."


class SecretUnusable(CallerError):
    """The secret file cannot be read."""

    code = "core.E005"
    zh = "密钥文件 {file} 读不出来。它应是含 access_key 和 secret_key 的 JSON，权限 600。"
    en = "The secret file {file} cannot be read: JSON with access_key and secret_key, mode 600."
