"""The simulation's one door (模拟对外接口)."""

from __future__ import annotations

from rongcheng.simulation.demo import load_demo_day

__all__ = ["load_demo_day"]
