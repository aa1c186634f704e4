"""What can be wrong when the reference app starts: each says what to do."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class PeopleUnusable(CallerError):
    """The list of cities and invented people cannot be read."""

    code = "reference_app.E001"
    zh = "人物清单读不出来：{why_zh}。请对照 docs/signin.md 改正 --people 的文件。"
    en = "The list of people cannot be read: {why_en}. Correct the file of --people as told."


class AppPortTaken(CallerError):
    """The port cannot be had."""

    code = "reference_app.E002"
    zh = "端口 {port} 被占用，参考城市应用没有启动。请换一个 --port。"
    en = "Port {port} is taken and the reference app did not start. Choose another --port."


class SecretFileUnusable(CallerError):
    """The file with the shared secret cannot be read."""

    code = "reference_app.E003"
    zh = "密钥文件 {file} 读不出来。它应是含 client_secret 的 JSON，权限 600。"
    en = "The secret file {file} cannot be read: JSON with client_secret, mode 600."


class NoCities(CallerError):
    """A metro pack has faults."""

    code = "reference_app.E004"
    zh = "政策包 {folder} 有错误，参考城市应用没有启动。请用 rongcheng check 看清并改正。"
    en = "The pack {folder} has faults and the reference app did not start; see rongcheng check."
