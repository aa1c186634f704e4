"""What can be wrong with a command's words."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class DimensionUnreadable(CallerError):
    """A dimension on the command line is not written as name=word (维度写法不对)."""

    code = "commands.E001"
    zh = "维度 {given} 写法不对。请写成 名称=取值，例如 --where scheme=employee。"
    en = (
        "The dimension {given} is unreadable. Write name=word, for example --where scheme=employee."
    )


class StaffFactMissing(CallerError):
    """A fact about a member of staff is missing or unknown (缺少工作人员信息)."""

    code = "commands.E022"
    zh = "办理 {act} 还缺 {fact}，或它不在已发布的城市里。请补上再运行一次。"
    en = "{act} lacks {fact}, or it is none of the published ones. Add it and run again."


class WebhookFactMissing(CallerError):
    """A fact about a subscription is missing or unknown (缺少订阅信息)."""

    code = "commands.E030"
    zh = "办理 {act} 还缺 {fact}，或它不在已发布的城市里。请补上再运行一次。"
    en = "{act} lacks {fact}, or it is none of the published ones. Add it and run again."


class PlaceUnknown(CallerError):
    """No published metro area has this pool or city (没有这个统筹区或城市)."""

    code = "commands.E002"
    zh = "已发布的政策里没有代码为 {given} 的统筹区或城市。可用的代码：{known}。"
    en = "No published metro area has a pool or city {given}. Choose one of: {known}."


class PackFaulty(CallerError):
    """A metro pack cannot be published as it is (政策包有错)."""

    code = "commands.E003"
    zh = "{folder} 有 {count} 处错误，没有发布。请按上面的文件和行号改正，再运行一次。"
    en = (
        "{folder} has {count} faults and was not published. Correct them at the files and lines"
        " above, and run again."
    )


class HalfTls(CallerError):
    """A certificate was given without its key, or a key without its certificate (证书不全)."""

    code = "commands.E004"
    zh = "证书和私钥要一起给出。请同时设置 TLS_CERT 和 TLS_KEY。"
    en = "A certificate needs its key. Give both TLS_CERT and TLS_KEY."


class NoMetros(CallerError):
    """There is no metro pack to load (没有政策包)."""

    code = "commands.E005"
    zh = "在 {folder} 里没有找到政策包。请用 METRO 指定含 metro.yaml 的目录。"
    en = "No metro pack was found in {folder}. Name a folder with a metro.yaml in METRO."


class FolderUnwritable(CallerError):
    """Files cannot be written where they were asked for (目录写不进去)."""

    code = "commands.E012"
    zh = "对账单写不进 {folder}（{reason}）。清算已经做完，请换一个目录，用同样的日期再运行一次。"
    en = (
        "The statements cannot be written to {folder} ({reason}). The window is closed and netted;"
        " run again for the same day with another folder."
    )


class DifferencesUnwritable(CallerError):
    """The list of differing decisions cannot be written where it was asked for (清单写不进去)."""

    code = "commands.E019"
    zh = "清单写不到 {file}（{reason}）。请换一个能写的文件，再运行一次；核对没有改动任何数据。"
    en = (
        "The list cannot be written to {file} ({reason}). Name a file that can be written and run"
        " again; checking changed nothing."
    )


class DateUnreadable(CallerError):
    """A date on the command line is no real day (日期写法不对)."""

    code = "commands.E006"
    zh = "日期 {given} 不对。请写成 2026-01-31 这样。"
    en = "The date {given} is wrong. Write it like 2026-01-31."


class PackUnusable(CallerError):
    """A metro pack has faults, so nothing is decided by it (政策包不能用)."""

    code = "commands.E013"
    zh = "{folder} 有 {count} 处错误，没有按它结算。请按上面的文件和行号改正，再运行一次。"
    en = (
        "{folder} has {count} faults, so nothing was settled by it. Correct them at the files and"
        " lines above, and run again."
    )


class MetroTwice(CallerError):
    """Two of the packs given are of one metro area (同一都市圈给了两份政策)."""

    code = "commands.E014"
    zh = "{folder} 又是都市圈 {metro} 的政策包。每个都市圈只给一份。"
    en = "{folder} is a second pack of the metro area {metro}. Give one pack for each."


class NothingPublished(CallerError):
    """The data folder has no published policy to decide by (没有已发布的政策)."""

    code = "commands.E015"
    zh = "这里还没有发布政策。请先运行 rongcheng up，或者用 --pack 给出政策包。"
    en = "No policy is published here. Run rongcheng up first, or name packs with --pack."


class AnchorUnreadable(CallerError):
    """A kept end of the chain is not written as verify prints it (链尾写法不对)."""

    code = "commands.E021"
    zh = "链尾 {given} 写法不对。请照 rongcheng verify 打印的样子写：批次:64 位摘要。"
    en = "The end {given} is unreadable. Write it as rongcheng verify prints it: batch:digest."


class KeysKeptElsewhere(CallerError):
    """The keys come from a keeper of secrets, which is not ours to write (密钥由别处保管)."""

    code = "commands.E022"
    zh = (
        "密钥由 {place} 提供，这里不能改写。"
        "请在那里加上 {name}，各处都有了以后再把 current 改成它。"
    )
    en = (
        "The keys come from {place}, which is not ours to write. Add {name} there, and once"
        " everything has it, let current name it."
    )


class SecretKeptElsewhere(CallerError):
    """The session secret comes from a keeper of secrets, which is not ours to write."""

    code = "commands.E024"
    zh = (
        "登录密钥由 {place} 提供，这里不能改写。请在那里把新密钥写成 {old}，"
        "各处都有了以后和 session 对调，一天以后再删掉 {old}。"
    )
    en = (
        "The session secret comes from {place}, which is not ours to write. Put a new one there as"
        " {old}; once everything has it exchange it with session, and a day later take {old} out."
    )


class SecretSetByHand(CallerError):
    """The session secret is set by a variable, which follows no key file."""

    code = "commands.E025"
    zh = (
        "登录密钥由环境变量 RONGCHENG_SECRET_KEY 直接给出，这里换了也不起作用，什么都没有改动。"
        "请先去掉这个变量，重启服务。"
    )
    en = (
        "The session secret is set by RONGCHENG_SECRET_KEY, so a new one here would do nothing;"
        " nothing was changed. Take that variable out and restart first."
    )


class ChainBehind(CallerError):
    """No access record was sealed since the rotation, so the chain still hangs on the old key."""

    code = "commands.E023"
    zh = (
        "换新密钥以后还没有新的访问记录，记录链仍靠版本 {version} 担保。"
        "没有停用；有人查询过后再试。"
    )
    en = (
        "No access record came since the rotation, so the chain still hangs on version {version}."
        " Nothing was retired; try again once somebody was looked up."
    )
