"""Errors of handling a case (办件办理错误): each names everything at once and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.kernel.errors import CallerError, Lang
from rongcheng.kernel.outcomes import Outcome
from rongcheng.policy.item_types import Material
from rongcheng.services.government.forms.answers import AnswerFault


class AnswersFaulty(CallerError):
    """Some answers are missing or wrong (表单有误); `faults` has each by its question."""

    code = "government.E002"
    zh = "表单里有 {count} 处要改：{first_zh}"
    en = "{count} answers need another look. {first_en}"

    def __init__(self, faults: Iterable[AnswerFault]) -> None:
        """Keep every fault for the page."""
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(count=len(self.faults), first_zh=first.zh, first_en=first.en)


class MaterialsMissing(CallerError):
    """Papers are still missing (材料不齐); `missing` has them all."""

    code = "government.E003"
    zh = "还缺 {count} 份材料：{names_zh}。请一次补齐。"
    en = "{count} papers are missing: {names_en}. Hand them all in."

    def __init__(self, missing: Iterable[Material]) -> None:
        """Keep every missing paper for the page."""
        self.missing = tuple(missing)
        super().__init__(
            count=len(self.missing),
            names_zh="、".join(paper.title["zh"] for paper in self.missing),
            names_en=", ".join(paper.title["en"] for paper in self.missing),
        )


class RouteRefused(CallerError):
    """The case cannot be begun here (这里办不了); `outcome` has the reasons and documents."""

    code = "government.E004"
    zh = "{why_zh}"
    en = "{why_en}"

    def __init__(self, outcome: Outcome) -> None:
        """Keep the reasons for the page."""
        self.outcome = outcome
        langs: tuple[Lang, Lang] = ("zh", "en")
        zh, en = (" ".join(outcome.messages(lang)) for lang in langs)
        super().__init__(why_zh=zh, why_en=en)


class StepIncomplete(CallerError):
    """A step lacks what belongs to it (还缺内容)."""

    code = "government.E005"
    zh = "「{event_zh}」还缺：{what_zh}。请补上再提交。"
    en = "“{event_en}” still needs: {what_en}. Add it and send again."


class NotHereYet(CallerError):
    """The papers are with the counter that took them in (材料还在收件窗口)."""

    code = "government.E006"
    zh = "材料还在收件窗口，没有转交过来。请等转交，或和收件窗口联系。"
    en = "The papers are still with the counter that took them in. Wait, or call that counter."


class AlreadyHere(CallerError):
    """There is nothing to pass on: the deciding city has it (不用转交)."""

    code = "government.E007"
    zh = "办件已经在有权办理的城市，不用转交。"
    en = "The deciding city has this case already. There is nothing to pass on."


class PartsWait(CallerError):
    """Other places have not finished their parts (联办环节没办完)."""

    code = "government.E008"
    zh = "还有 {count} 个联办环节没办完，不能准予。请等各地办完。"
    en = "{count} parts in other places are not finished. Wait for them before granting."


class PartObjected(CallerError):
    """A place objected, so the whole cannot be granted (联办环节不同意)."""

    code = "government.E009"
    zh = "有联办环节不同意，整件不能准予。请作出不予决定，或请那边重新办理。"
    en = "A part was objected to, so this cannot be granted. Refuse, or ask that place to reopen."


class PartRefused(CallerError):
    """A part is not in a state for this, or not this person's (这一环节现在不行)."""

    code = "government.E010"
    zh = "这一联办环节现在是「{state_zh}」，不能这样办。请刷新页面看最新进度。"
    en = "This part is {state_en} and cannot take that. Open the page again."


class DraftTooOld(CallerError):
    """A draft was left for too long (草稿过期)."""

    code = "government.E011"
    zh = "草稿是 {on} 开始的，超过 {days} 天了。请重新申请；填过的内容在旧草稿里还能看到。"
    en = "This draft began on {on}, over {days} days ago. Apply anew; its answers can be read."


class NotAnApplicant(CallerError):
    """One applies for oneself, or for someone at the counter (不能替他申请)."""

    code = "government.E012"
    status = 403
    zh = "只能为本人、授权给您的人、或窗口前的人申请。"
    en = "Apply for yourself, for whom you act, or for the person at your counter."


class AnothersWindow(CallerError):
    """A department's window takes in only what the department decides (不归这个窗口收)."""

    code = "government.E230"
    status = 403
    zh = "这件事不归您的部门办。请让申请人到综合窗口，或到办这件事的部门窗口。"
    en = (
        "Your department does not decide this. Send the applicant to the general window, or to the"
        " department that does."
    )


class DeliveryUnknown(CallerError):
    """The result is not handed over in this way (没有这种送达方式)."""

    code = "government.E013"
    zh = "这件事的结果不能这样送达。可以选：{ways_zh}。"
    en = "This result is not handed over that way. Choose one of: {ways_en}."


class DecisionIsAnothers(CallerError):
    """Whoever examined a case does not decide it (审查和决定要分开)."""

    code = "government.E014"
    status = 403
    zh = "您审查过这个办件，请由另一位负责人作决定。"
    en = "You examined this case. Another head of the authority decides it."


class NotOnline(CallerError):
    """The item is only taken at a counter (只能到窗口办)."""

    code = "government.E070"
    status = 409
    zh = "「{title}」只能到窗口申请。任何一个成员城市的窗口都可以收件。"
    en = "“{title}” is taken at a counter only. A counter of any member city takes it in."


class NotADraft(CallerError):
    """What is handed over is not filled in any more (已经提交)."""

    code = "government.E071"
    status = 409
    zh = "{number} 已经提交，表单不能再改。请到「我的办件」看进度。"
    en = "{number} was handed over, so its form is closed. See where it stands under My cases."


class NothingAsked(CallerError):
    """Nothing is asked for at present (现在不用补)."""

    code = "government.E072"
    status = 409
    zh = "{number} 现在不用补材料。请到「我的办件」看进度。"
    en = "Nothing is asked for in {number} at present. See where it stands under My cases."


class PlaceIsFixed(CallerError):
    """A supplement changes no place: who decides follows from it (地点不能改)."""

    code = "government.E073"
    status = 409
    zh = "地点定了由谁办，补材料时不能改。要改，请撤回后重新申请。"
    en = "Who decides follows from the place: a supplement cannot change it. Withdraw, apply anew."


class MaterialIsKept(CallerError):
    """What was handed over with the case stays with it (已经提交的材料不能撤回)."""

    code = "government.E041"
    zh = "这份材料已随办件提交，不能撤回。要换，请另外交一份新的。"
    en = "This paper was handed over with the case and stays. To replace it, hand in a new one."
