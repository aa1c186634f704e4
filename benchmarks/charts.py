"""Draws what was measured (性能图): bars that are read on light and on dark pages alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.report import read

OURS, THEIRS = "#3b82c4", "#8b949e"
INK = "#7d8590"
"""Text and lines; between the two grounds, so that it is read on either."""
WIDTH, STEP = 420, 26


class Bar(NamedTuple):
    """One bar: what was done, by whom, and how long or how fast."""

    what: str
    by: str
    value: float


def draw_all(folder: Path) -> None:
    """Write a picture for each result that is there."""
    batch, other = read("batch"), read("openfisca")
    if batch is not None:
        _write(folder / "bench-batch.svg", _seconds_of(batch["figures"]), "seconds, less is better")
    if other is not None:
        found = other["figures"]
        bars = [
            Bar("single visits", "Rongcheng", found["rate"]),
            Bar("single visits", "OpenFisca-Core", found["openfisca_rate"]),
        ]
        _write(folder / "bench-openfisca.svg", bars, "rows a second, more is better")


def _seconds_of(found: dict[str, float]) -> list[Bar]:
    million = f"{found['rows'] / 1e6:g} M visits"
    return [
        Bar(f"{million}, sorted", "Rongcheng settles", found["sorted_s"]),
        Bar(f"{million}, sorted", "DuckDB copies", found["sorted_copy_s"]),
        Bar(f"{million}, shuffled", "Rongcheng sorts and settles", found["shuffled_s"]),
        Bar(f"{million}, shuffled", "DuckDB sorts and copies", found["shuffled_copy_s"]),
    ]


def _write(file: Path, bars: list[Bar], title: str) -> None:
    import altair as alt
    import vl_convert as vlc

    data = alt.Data(
        values=[
            {"bar": f"{bar.what}: {bar.by}", "value": bar.value, "color": _color(bar), "n": number}
            for number, bar in enumerate(bars)
        ]
    )
    y = alt.Y("bar:N", sort=alt.SortField("n"), title=None, axis=alt.Axis(labelLimit=400))
    color = alt.Color("color:N", scale=None)
    marks = alt.Chart(data).encode(y=y)
    chart: Any = marks.mark_bar(size=STEP - 8).encode(
        x=alt.X("value:Q", title=title), color=color
    ) + marks.mark_text(align="left", dx=4, color=INK).encode(
        x="value:Q", text=alt.Text("value:Q", format=",.3~s")
    )
    chart = (
        chart.properties(width=WIDTH, height=STEP * len(bars), background="transparent")
        .configure_axis(labelColor=INK, titleColor=INK, gridColor=INK, gridOpacity=0.25)
        .configure_view(stroke=None)
    )
    file.write_text(vlc.vegalite_to_svg(chart.to_json()), "utf-8")


def _color(bar: Bar) -> str:
    return OURS if bar.by.startswith("Rongcheng") else THEIRS
