"""Components: lists, sums, the tile map and figures, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from rongcheng.web import registry
from rongcheng.web.actor import Actor
from rongcheng.web.formats import show_day, show_moment, show_value
from rongcheng.web.icons import ICONS, icon_svg
from rongcheng.web.registry import (
    Indicator,
    NavItem,
    Reading,
    Service,
    find_indicator,
    indicators,
    navigation,
    register,
    services,
)
from rongcheng.web.sums import Authority, Step, sample_note
from rongcheng.web.tables import Column, Link, Table
from rongcheng.web.tile_map import District, buckets, draw, show_figure


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def authority(title: str, status: str) -> Authority:
    return Authority(title, "300.00 元", "统筹区", "样例文件", "", "", date(2026, 1, 1), status)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (30_000, "fen", "300.00 元", "¥300.00"),
        (925_000, "ppm", "92.5%", "92.5%"),
        (1, "flag", "是", "Yes"),
        (0, "flag", "否", "No"),
        (6, "months", "6 个月", "6 months"),
        (12_345, "count", "12,345", "12,345"),
        ("先办后补", "text", "先办后补", "先办后补"),
        (None, "fen", "—", "—"),
        ([{"code": "M1", "zh": "高血压", "en": "Hypertension"}], "list", "高血压", "Hypertension"),
        ((("M1", "高血压", "Hypertension"), ("M2", "糖尿病", "Diabetes")), "list",
         "高血压、糖尿病", "Hypertension, Diabetes"),
    ],
)  # fmt: skip
def test_values_in_words(value: object, unit: str, zh: str, en: str) -> None:
    assert show_value(value, unit, "zh") == zh
    assert show_value(value, unit, "en") == en


def test_days_are_chinese_days() -> None:
    late = datetime(2026, 5, 19, 16, 30, tzinfo=UTC)
    assert show_day(date(2026, 5, 20), "zh") == "2026年5月20日"
    assert show_day(date(2026, 5, 20), "en") == "20 May 2026"
    assert show_moment(late, "zh") == "2026年5月20日 00:30"


def test_filters(lang: str) -> None:
    text = "{{ fen|yuan }} {{ fen|money }} {{ rate|percent }} {{ n|count }} {{ none|money }}"
    shown = rendered(text, fen=123_450, rate=600_000, n=1200, none=None)
    money = {"zh": "1,234.50\u00a0元", "en": "¥1,234.50"}[lang]
    assert shown == f"1,234.50 {money} 60% 1,200 —"
    assert rendered("{{ number|mask }}", number="430302199001011235") == "430302********1235"


def test_table_shows_links_figures_and_badges(lang: str) -> None:
    columns = [Column("A", lead=True), Column("B", "fen"), Column("C", "status")]
    listed = Table("caption", columns, [(Link("<甲>", "/a?x=1&y=2"), 5, "verified")], "empty")
    shown = rendered("{% table listed %}", listed=listed)
    assert '<a href="/a?x=1&amp;y=2">&lt;甲&gt;</a>' in shown
    assert 'data-label="B" class="r"' in shown
    assert {"zh": "官方原文", "en": "Official text"}[lang] in shown
    assert "empty" not in shown


def test_table_is_drawn_cell_by_cell_with_roles_labels_and_classes() -> None:
    columns = [
        Column("行", lead=True),
        Column("号", "code"),
        Column("<额>", "fen"),
        Column("日", "date"),
    ]
    long = "样例样例样例样例样例样例样例样例样例样例"
    rows = [("&", Link("S1", "/s?a=1&b=2"), 5, None), (Link("乙", "/b"), "S2", None, long)]
    shown = rendered("{% table listed %}", listed=Table("表", columns, rows, caption_shown=False))
    assert shown == (
        '<div class="table-box" tabindex="0" role="region" aria-label="表">'
        '<table class="stacks" role="table">\n<caption class="sr">表</caption>\n'
        '<thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader">行</th><th scope="col" role="columnheader">号</th>'
        '<th scope="col" role="columnheader" class="r">&lt;额&gt;</th>'
        '<th scope="col" role="columnheader">日</th></tr></thead>\n<tbody role="rowgroup">\n'
        '<tr role="row"><th scope="row" role="rowheader">&amp;</th>'
        '<td role="cell" data-label="号"><a href="/s?a=1&amp;b=2">S1</a></td>'
        '<td role="cell" data-label="&lt;额&gt;" class="r">0.05 元</td>'
        '<td role="cell" data-label="日" class="date blank">—</td></tr>\n'
        '<tr role="row"><th scope="row" role="rowheader"><a href="/b">乙</a></th>'
        '<td role="cell" data-label="号"><span class="code">S2</span></td>'
        '<td role="cell" data-label="&lt;额&gt;" class="r blank">—</td>'
        f'<td role="cell" data-label="日" class="date long">{long}</td></tr>\n'
        "</tbody></table></div>"
    )


def test_empty_table_says_what_to_do() -> None:
    shown = rendered("{% table listed %}", listed=Table("账单", [Column("A")], [], "先去结算"))
    assert "先去结算" in shown
    assert "<table" not in shown


def test_blocks_escape_their_words_once() -> None:
    shown = rendered(
        '{% card title=title icon_name="info" %}{{ body }}{% endcard %}', title="<b>", body="<i>"
    )
    assert "&lt;b&gt;" in shown
    assert "&lt;i&gt;" in shown
    assert "&amp;lt;" not in shown


def test_badge_may_have_its_own_words() -> None:
    assert "已撤销" in rendered('{% status_badge "warn" "已撤销" %}')


def test_sum_names_each_authority(lang: str) -> None:
    steps = [
        Step("合计", 100_000),
        Step("起付线", 30_000, "−", authorities=(authority("起付线", "illustrative"),)),
        Step("比例", None, "×", shown="60%"),
        Step("医保付", 42_000, "="),
    ]
    shown = rendered('{% include "components/sum.html" %}', steps=steps)
    assert shown.count('class="step') == 4
    assert shown.count("step result") == 1
    assert "样例文件" in shown
    assert {"zh": "2026年1月1日起", "en": "from 1 Jan 2026"}[lang] in shown


def test_samples_are_counted_once() -> None:
    sample, official = authority("甲", "illustrative"), authority("乙", "verified")
    steps = [Step("1", authorities=(sample, official)), Step("2", authorities=(sample,))]
    note = sample_note(steps)
    assert (note.used, note.count) == (2, 1)
    shown = rendered('{% include "components/sample_line.html" %}', samples=note)
    assert "本结果用到 2 个参数中的 1 个样例值" in shown


def test_no_sample_no_line() -> None:
    note = sample_note([Step("1", authorities=(authority("乙", "verified"),))])
    assert rendered('{% include "components/sample_line.html" %}', samples=note).strip() == ""


def test_icons_are_decoration() -> None:
    for name in ICONS:
        assert 'aria-hidden="true"' in icon_svg(name)
        assert "style=" not in icon_svg(name)


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([], []),
        ([7, 7], [("b3", 7, 7)]),
        ([0, 9], [("b1", 0, 0), ("b5", 9, 9)]),
        (
            list(range(10)),
            [("b1", 0, 1), ("b2", 2, 3), ("b3", 4, 5), ("b4", 6, 7), ("b5", 8, 9)],
        ),
    ],
)
def test_classes_of_figures(values: list[int], classes: list[tuple[str, int, int]]) -> None:
    assert [tuple(bucket) for bucket in buckets(values)] == classes


def test_figures_fit_a_tile() -> None:
    assert show_figure(964_321, "ppm", "zh") == "96.4%"
    assert show_figure(123_456_789, "fen", "zh") == "1,234,567"
    assert show_figure(None, "count", "en") == "—"


def two_cities(**values: int | None) -> list[District]:
    places = {"a1": (0, 0), "a2": (1, 0), "b1": (1, 1)}
    return [District(c, c.upper(), c[0], p, values.get(c)) for c, p in places.items()]


def test_map_draws_tiles_seams_and_city_names() -> None:
    drawn = draw(two_cities(a1=1, a2=5), {"a": "甲市", "b": "乙市"}, unit="count", label="图")
    assert [tile.bucket for tile in drawn.tiles] == ["b1", "b5", "none"]
    assert [tile.shown for tile in drawn.tiles] == ["1", "5", "—"]
    assert len(drawn.seams) == 1
    corners = {(tile.x // 106, tile.y // 80) for tile in drawn.tiles}
    spots = {(label.x // 106, label.y // 80) for label in drawn.labels}
    assert {label.text for label in drawn.labels} == {"甲市", "乙市"}
    assert corners & spots == set()
    assert drawn.legend[-1].bucket == "none"


def test_map_is_told_in_words_too(lang: str) -> None:
    drawn = draw(two_cities(a1=1), {"a": "甲", "b": "乙"}, unit="count", label="A & B")
    shown = rendered('{% include "components/tile_map.html" %}', tile_map=drawn)
    assert 'role="img" aria-label="A &amp; B"' in shown
    assert "<title>A1 1</title>" in shown
    assert "style=" not in shown


def test_registry_serves_menus_and_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_services", {})
    item = NavItem(
        key="x", title={"zh": "某处"}, href="/x", icon="home", audiences=frozenset({"fund"})
    )
    figure = Indicator(
        key="f", title={}, note={}, unit="count", measure=lambda book, on: Reading(1, {})
    )
    register(Service(name="b", title={}, nav=(item,)))
    register(Service(name="a", title={}, indicators=(figure,)))
    register(Service(name="a", title={"zh": "again"}, indicators=(figure,)))
    assert [service.name for service in services()] == ["a", "b"]
    assert indicators() == (figure,)
    assert find_indicator("f") is figure
    assert find_indicator("g") is None
    assert navigation(None) == ()
    assert navigation(Actor("staff", "1", role="fund")) == (item,)
    assert navigation(Actor("resident", "1")) == ()
