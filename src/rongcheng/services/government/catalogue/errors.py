"""What can go wrong with the catalogue (目录的错误), each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError


class MetroUnknown(CallerError):
    """No metro area of this name has published items (没有这个都市圈)."""

    code = "government.E201"
    status = 404
    zh = "没有名为 {metro} 的都市圈。可选：{known}。请改正 metro 后再试。"
    en = "There is no metro area {metro}. Known: {known}. Correct `metro` and try again."


class PlaceUnknown(CallerError):
    """A counter or app is of no member city (不是成员城市)."""

    code = "government.E202"
    zh = "{code} 不是 {metro} 的市或区县。请填六位代码，如 430302。"
    en = "{code} is no city or district of {metro}. Give six digits such as 430302."


class DraftUnknown(CallerError):
    """The office has no draft of this number (没有这份草稿)."""

    code = "government.E203"
    status = 404
    zh = "没有编号为 {code} 的草稿。请回到列表里选。"
    en = "There is no draft {code}. Go back and choose one from the list."


class DraftOpen(CallerError):
    """Somebody is changing the item already (已经有人在改)."""

    code = "government.E204"
    status = 409
    zh = "「{item}」已经有一份没发布的草稿。请先发布它或作废，再改。"
    en = "There is an unpublished draft of {item} already. Publish it or give it up first."


class DraftMoved(CallerError):
    """Somebody else saved meanwhile (别人先保存了)."""

    code = "government.E205"
    status = 409
    zh = "您打开以后别人又保存过。您的改动没有保存；请重新打开草稿，看看新内容再改。"
    en = "Somebody saved after you opened it. Nothing of yours was saved: open the draft again."


class DraftStepClosed(CallerError):
    """A draft is not in a state in which this may be done (现在不能这样做)."""

    code = "government.E206"
    status = 409
    zh = "草稿现在{state_zh}，不能这样做。请刷新页面，看现在能做什么。"
    en = "The draft is {state_en}, so this cannot be done. Open the page again."


class DraftFaulty(CallerError):
    """A draft has faults (草稿还有错)."""

    code = "government.E207"
    zh = "草稿还有 {count} 处要改，第一处：{first_zh}改好再提交。"
    en = "The draft has {count} faults; the first: {first_en} Correct them, then propose it."


class DraftTooEarly(CallerError):
    """A change would reach back (生效日太早)."""

    code = "government.E208"
    zh = "改动从 {day} 起生效，不晚于今天。请选明天或以后：今天和以前开始的按原来的办。"
    en = (
        "The change would hold from {day}, which is not after today. Choose tomorrow or later: "
        "what began until today keeps what held."
    )


class DraftSame(CallerError):
    """A draft changes nothing (没有改动)."""

    code = "government.E209"
    zh = "草稿和现在的一样，没有可发布的。请先改，或作废。"
    en = "The draft is what is published already. Change something, or give it up."


class DraftOutdated(CallerError):
    """The item was published anew since the draft began (原来的已经变了)."""

    code = "government.E210"
    status = 409
    zh = "草稿开始以后，要改的内容又发布过新的。请作废这份，从现在的重新改。"
    en = "What it changes was published anew since the draft began. Give it up and begin again."


class FourEyes(CallerError):
    """Who wrote or proposed a draft does not confirm it (要另一个人核对)."""

    code = "government.E211"
    status = 403
    zh = "改过或提交过这份草稿的人不能自己核对。请协同办另一位同事核对发布。"
    en = "Whoever wrote or proposed a draft does not confirm it. Ask a colleague of the office."


class ItemIdTaken(CallerError):
    """A new item has the id of one that runs (编号已有)."""

    code = "government.E212"
    zh = "编号 {item} 写得不对或已有事项在用。请换一个（小写字母、数字、连字符）。"
    en = "The id {item} is taken or not well written: lower case letters, digits and hyphens."


class FileTooLarge(CallerError):
    """A spreadsheet is larger than what is read at once (文件太大)."""

    code = "government.E213"
    status = 413
    zh = "文件 {name} 太大（上限 {most}）。请只留要改的事项，分几次导入。"
    en = "The file {name} is too large (at most {most}). Keep what changes only, or send parts."


class FileUnreadable(CallerError):
    """A file is no spreadsheet that can be read (文件读不出)."""

    code = "government.E214"
    zh = "文件 {name} 读不出来。请用这里导出的 xlsx，或几个 CSV（可以压成 zip）。"
    en = "The file {name} cannot be read. Send an xlsx as exported here, or CSV files or their zip."


class FileOfOtherItem(CallerError):
    """A file for one draft holds another item, or several (不是这个事项的文件)."""

    code = "government.E215"
    zh = "文件里应当只有事项 {item}。请从这份草稿导出文件，改好再传。"
    en = "The file should hold the item {item} only. Take the draft along, change that, send it."
