"""What can be wrong with a simulation (模拟的错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class RealResidentsHere(CallerError):
    """The database holds people whom nobody invented (库里有真实居民)."""

    code = "simulation.E001"
    zh = "库里有 {count} 位真实登记的居民，不能在里面模拟。请用 --data 另选一个空的数据目录。"
    en = (
        "This database holds {count} residents who are not invented, so nothing is simulated in it."
        " Name another, empty data folder with --data."
    )


class SpeedUnreadable(CallerError):
    """A speed that is no speed (速度写法不对)."""

    code = "simulation.E002"
    zh = "速度 {given} 不对。请写 real（实时）、10x 这样的倍数，或 max（最快）。"
    en = "The speed {given} is wrong. Write real, a multiple like 10x, or max."


class MetroNotPublished(CallerError):
    """A metro area that has no published policy here (没有这个都市圈)."""

    code = "simulation.E003"
    zh = "这里没有发布过都市圈 {given} 的政策。可用的：{known}。"
    en = "No policy of the metro area {given} is published here. Choose one of: {known}."


class ProcessEnded(OurError):
    """One of the processes that play the days ended early (模拟进程中途退出)."""

    code = "simulation.E004"
    zh = "模拟进程中途退出（{status}）。用同样的参数再运行一次，会从做到的地方接着做。"
    en = "A playing process ended early ({status}). Run the same again; it goes on from there."
