"""What can go wrong with a what-if (测算出错): each says what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class ScenarioUnknown(CallerError):
    """There is no such scenario in this metro area (没有这个方案)."""

    code = "scale.E101"
    status = 404
    zh = "没有这个测算方案。可能已被同事删除，请回到方案列表再找。"
    en = "There is no such scenario. A colleague may have deleted it; go back to the list."


class ScenarioNameWrong(CallerError):
    """A scenario needs a short name (名称要填)."""

    code = "scale.E102"
    zh = "请给方案起个名字，不超过 {most} 个字。"
    en = "Give the scenario a name of at most {most} characters."


class ScenarioBusy(CallerError):
    """A scenario that is being computed cannot be changed (正在测算)."""

    code = "scale.E103"
    status = 409
    zh = "这个方案正在测算，等它算完再改；或者先复制一份，改复制的那份。"
    en = "This scenario is being computed. Wait for it, or duplicate it and change the copy."


class ScenarioEmpty(CallerError):
    """A scenario without a change has nothing to compute (还没有改动)."""

    code = "scale.E104"
    zh = "方案里还没有改动。先加一项，再开始测算。"
    en = "There is no change in this scenario yet. Add one, then compute."


class NothingExtracted(CallerError):
    """There are no stored decisions to compute over yet (还没有可算的数据)."""

    code = "scale.E105"
    zh = "还没有可以测算的结算记录。有了结算以后，在测算页面点「更新数据」，再开始测算。"
    en = (
        "There are no stored settlements to compute over yet. Once there are, choose “Update data” "
        "on the what-if page and compute again."
    )


class TooManyChanges(CallerError):
    """A scenario holds a limited number of changes (改动太多)."""

    code = "scale.E106"
    zh = "一个方案最多 {most} 项改动。请删掉不要的，或者另建一个方案。"
    en = "A scenario holds at most {most} changes. Remove some, or make another scenario."


class ComparisonStopped(OurError):
    """A comparison ended before its result was there (测算中断)."""

    code = "scale.E107"
    zh = "测算没有算完就停了。没有留下半份结果，请再算一次；还是不行，请联系管理员。"
    en = (
        "The computation stopped before it was done. No half result was kept: compute it again; if "
        "it fails again, tell the administrator."
    )


class TargetTaken(CallerError):
    """The folder for the results holds something else (结果目录不能用)."""

    code = "scale.E108"
    zh = "结果写不进 {folder}（{reason}）。请换一个目录，再运行一次。"
    en = "The results cannot be written to {folder} ({reason}). Choose another folder; run again."


class PolicyNotNamed(CallerError):
    """A what-if needs to know whose policy it changes (没说改哪里的政策)."""

    code = "scale.E109"
    zh = "请用 --pack 指定政策包目录，或用 --metro 指定已发布政策的都市圈，二者选一。"
    en = "Name either a metro pack's folder with --pack or a published metro area with --metro."
