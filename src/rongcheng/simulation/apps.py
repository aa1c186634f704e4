"""Django registration of the simulation (模拟都市圈)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.web.registry import Service, register


class SimulationConfig(AppConfig):
    """A deterministic synthetic metro: demonstration, tour, load and fault tests."""

    name = "rongcheng.simulation"
    label = "simulation"
    verbose_name = "模拟都市圈"

    def ready(self) -> None:
        """Give the tour its addresses; they answer in demo mode only."""
        register(
            Service(
                name="tour",
                title={"zh": "十步体验", "en": "Tour"},
                urls="rongcheng.simulation.tour.urls",
            )
        )
