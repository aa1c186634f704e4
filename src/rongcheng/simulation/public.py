"""The simulation's one door (模拟对外接口): a finished day, days of a seed, today."""

from __future__ import annotations

from rongcheng.simulation.demo import list_demo_people, load_demo_day
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.live import LiveDays
from rongcheng.simulation.life.pace import read_speed
from rongcheng.simulation.life.report import report_lines
from rongcheng.simulation.life.simulate import Listener, Options, simulate

__all__ = [
    "Journal",
    "Listener",
    "LiveDays",
    "Options",
    "list_demo_people",
    "load_demo_day",
    "read_speed",
    "report_lines",
    "simulate",
]
