"""Django registration of the simulation (模拟都市圈)."""

from __future__ import annotations

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """A deterministic synthetic metro: demonstration, load and fault tests."""

    name = "rongcheng.simulation"
    label = "simulation"
    verbose_name = "模拟都市圈"
