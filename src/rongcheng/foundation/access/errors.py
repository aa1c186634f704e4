"""What can go wrong with access records (访问记录错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class PurposeUnknown(OurError):
    """A look names a purpose that is not in the list (目的不在清单里)."""

    code = "access.E001"
    zh = "查看目的 {given} 不在清单里，这次查看没有记录，信息也不给出。请先把它写进 purposes.yaml。"
    en = (
        "The purpose {given} is not in the list, so nothing was recorded and nothing is shown."
        " Add it to purposes.yaml first."
    )


class KindUnknown(OurError):
    """A look names a kind of data that is not in the list (数据种类不在清单里)."""

    code = "access.E002"
    zh = "数据种类 {given} 不在清单里。请先把它写进 purposes.yaml。"
    en = "The kind of data {given} is not in the list. Add it to purposes.yaml first."


class AnchorBroken(OurError):
    """The chain is not the one whose end was noted outside the database (链与库外留底不符)."""

    code = "access.E003"
    zh = (
        "访问记录链与留底文件不符：留底是第 {sequence} 批，数据库里没有这一批或摘要不同。"
        "暂停封存。请运行 rongcheng verify --access 查明；如果是有意恢复了旧备份，"
        "把 {file} 移走后再继续。"
    )
    en = (
        "The chain of access records is not the one noted outside: batch {sequence} is missing or"
        " another. Sealing stops. Run rongcheng verify --access; if an older backup was restored"
        " on purpose, move {file} away to go on."
    )


class EntryUnknown(CallerError):
    """There is no such record of this person (没有这条记录)."""

    code = "access.E004"
    status = 404
    zh = "您的记录里没有这一条。请回到列表，从列表里点。"
    en = "There is no such entry of yours. Go back to the list and choose from it."


class QuestionUnknown(CallerError):
    """There is no such question for this organisation (没有这个询问)."""

    code = "access.E005"
    status = 404
    zh = "没有这个询问，或者它不归本单位答复。请回到列表，从列表里选。"
    en = "There is no such question, or it is for others to answer. Choose from the list."


class AnswerMissing(CallerError):
    """An answer has no words, or too many (答复内容不对)."""

    code = "access.E006"
    status = 400
    zh = "答复要写 1 到 {most} 个字，说清是谁、为什么看。请改好再提交。"
    en = "An answer takes 1 to {most} characters: who looked and why. Mend it and send it again."


class AnsweredOtherwise(CallerError):
    """A question already has another answer (已经答复过)."""

    code = "access.E007"
    status = 409
    zh = "这个询问已经答复过，答复不能改。请回到列表看已有的答复。"
    en = "This question is answered already, and answers stay. See it in the list."


class WithholdingInvalid(CallerError):
    """A delay of disclosure is not allowed like this (推迟告知不合规定)."""

    code = "access.E008"
    status = 400
    zh = "不能这样推迟告知：{why_zh}。请改好再提交。"
    en = "Disclosure cannot be delayed like this: {why_en}. Mend it and send it again."


class WithholdingUnknown(CallerError):
    """There is no such delay of disclosure (没有这项推迟告知)."""

    code = "access.E009"
    status = 404
    zh = "没有这项推迟告知。请回到列表，从列表里选。"
    en = "There is no such delay. Choose from the list."


class WordsNameNumber(CallerError):
    """Words of a question, answer or order hold an ID number (文字里有身份证号)."""

    code = "access.E010"
    status = 400
    zh = "文字里有身份证号，没有保存。请去掉号码再提交，我们知道是谁。"
    en = "The words hold an ID number and were not kept. Leave it out; we know who it is."


class ConsentUnknown(CallerError):
    """Nothing of this name needs consent (没有这项同意)."""

    code = "access.E011"
    status = 404
    zh = "没有这项需要同意的事。请回到「隐私选择」，从列表里选。"
    en = "There is no such choice. Go back to your privacy choices and use the list."


class ConsentNotYours(CallerError):
    """Somebody chooses for another person (不能替别人选)."""

    code = "access.E012"
    status = 403
    zh = "隐私选择只能由本人办，或由窗口凭本人签字的同意书办。请本人登录，或到窗口办理。"
    en = (
        "Privacy choices are made by the person herself, or at a window on a form that she signed."
        " Let her sign in, or come to a window."
    )


class ConsentNeedsGuardian(CallerError):
    """The person is too young to consent alone (未满年龄)."""

    code = "access.E013"
    status = 403
    zh = "未满 {age} 周岁，要由父母或其他监护人同意。请监护人带证件到窗口办理；撤回随时可以自己办。"
    en = (
        "Under the age of {age} a parent or guardian consents. Let them come to a window with their"
        " document; ending a consent is always possible here."
    )


class ConsentPaperMissing(CallerError):
    """A counter names no signed form (缺同意书编号)."""

    code = "access.E014"
    status = 400
    zh = "请填写本人签字的同意书编号，1 到 {most} 个字。没有签字的同意书不能办。"
    en = "Give the number of the signed form, 1 to {most} characters. Nothing is done without one."
