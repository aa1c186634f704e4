"""Jobs of the columnar engines (后台任务): laying out decisions in columns, computing scenarios.

Only one computes at a time, another asks again a little later, so that deliveries of the outbox
never wait for them. What they do is imported when they run: the web server knows these names too,
but never loads the engines.
"""

from __future__ import annotations

from importlib import import_module

from procrastinate.contrib.django import app


@app.task(name="rongcheng.scale.compute_scenario")
def compute_scenario(code: str, run: int) -> None:
    """Compute one scenario, bringing the columns up to date first."""
    import_module("rongcheng.scale.whatif.running").compute_scenario(code, run)


@app.task(name="rongcheng.scale.extract_columns")
def extract_columns(metro: str) -> None:
    """Lay out a metro's new settlements in columns."""
    import_module("rongcheng.scale.whatif.running").extract_columns(metro)
