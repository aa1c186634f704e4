"""Pictures of a comparison as SVG (测算图片): what the fund pays, and who pays more or less.

Drawn on this machine from the same lists as everything else, each beside its data as CSV.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair
import vl_convert

from rongcheng.policy.book import PolicyBook
from rongcheng.scale.whatif.bars import fund_pairs, resident_bars
from rongcheng.scale.whatif.findings import Findings
from rongcheng.scale.whatif.measures import SAME, Measure
from rongcheng.scale.whatif.tables import view_table
from rongcheng.web.export import csv_lines
from rongcheng.web.i18n import language, t

_FUND_VIEWS = ("pool", "scheme", "tier", "age")
_FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
_WAS, _NOW, _LESS, _MORE = "#8a8577", "#0e5a5f", "#0e5a5f", "#a5351c"
_FEN_A_WAN = 1_000_000
# Altair's own annotations leave this one out.
_data: Any = altair.Data


def write_pictures(book: PolicyBook, findings: Findings, folder: Path) -> list[Path]:
    """Write an SVG and its data for each view; return the files."""
    written: list[Path] = []
    charts = [(view, fund_chart(book, findings, view)) for view in _FUND_VIEWS]
    charts.append(("residents", residents_chart(findings)))
    for view, chart in charts:
        picture = folder / f"whatif-{view}.svg"
        picture.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")
        listed = folder / f"whatif-{view}.csv"
        table = view_table(book, findings, view, full=True)
        listed.write_text("".join(csv_lines(table, language())), encoding="utf-8", newline="")
        written += [picture, listed]
    return written


def fund_chart(book: PolicyBook, findings: Findings, view: str) -> Any:
    """Return bars of what the fund pays for each group, before and after side by side."""
    groups = findings.divisions.get(view, ())
    names = [pair.name for pair in fund_pairs(book, findings, view)]
    sides = (t("scale.whatif.before"), t("scale.whatif.after"))
    rows = [
        {"group": name, "side": side, "amount": amount / _FEN_A_WAN}
        for name, group in zip(names, groups, strict=True)
        for side, amount in zip(
            sides, (group.of(Measure.FUND_BEFORE), group.of(Measure.FUND_AFTER)), strict=True
        )
    ]
    title = t("scale.whatif.caption", None, by=t(f"scale.whatif.by.{view}"))
    bars = altair.Chart(_data(values=rows), title=title).mark_bar()
    return _styled(
        bars.encode(
            y=altair.Y("group:N", title=None, sort=names),
            x=altair.X("amount:Q", title=t("scale.whatif.axis_money")),
            yOffset=altair.YOffset("side:N", sort=list(sides)),
            color=altair.Color(
                "side:N",
                title=None,
                sort=list(sides),
                scale=altair.Scale(domain=list(sides), range=[_WAS, _NOW]),
            ),
        )
    )


def residents_chart(findings: Findings) -> Any:
    """Return bars of how many residents pay how much less or more in a year."""
    bars = resident_bars(findings)
    ways = {"less": t("scale.whatif.way.less"), "more": t("scale.whatif.way.more")}
    moved = [bucket.persons for place, bucket in enumerate(findings.buckets) if place != SAME]
    rows = [
        {"span": bar.name, "way": ways[bar.way], "persons": persons}
        for bar, persons in zip(bars, moved, strict=True)
    ]
    chart = altair.Chart(_data(values=rows), title=t("scale.whatif.residents_caption"))
    return _styled(
        chart.mark_bar().encode(
            y=altair.Y("span:N", title=None, sort=[bar.name for bar in bars]),
            x=altair.X("persons:Q", title=t("scale.whatif.column.person_years")),
            color=altair.Color(
                "way:N",
                title=None,
                scale=altair.Scale(domain=list(ways.values()), range=[_LESS, _MORE]),
            ),
        )
    )


def _styled(chart: Any) -> Any:
    return (
        chart.properties(width=560)
        .configure(font=_FONT, background="white")
        .configure_axis(labelFontSize=13, titleFontSize=13, labelLimit=240)
        .configure_title(fontSize=16, anchor="start")
        .configure_legend(labelFontSize=13, orient="top")
    )
