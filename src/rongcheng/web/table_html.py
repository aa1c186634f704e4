"""Lists drawn for the page (列表成页): every cell written here, none by a template of its own.

A page of clearing has some four hundred cells; a template that is asked for each of them took half
of the page's time. Roles are spelt out because cards on a phone are no table to some readers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from rongcheng.web.formats import DASH
from rongcheng.web.tables import Column, Link, Table, cell_text, plain_value

# On a phone a text longer than this stands under its label instead of beside it.
LONG = 18
_DATES = frozenset({"date", "moment"})

Badge = Callable[[str], str]


def draw_table(table: Table, lang: str, badge: Badge) -> SafeString:
    """Draw a list: a table on a wide screen, a card per row on a phone, or what it says if empty.

    `badge` draws the cell of a status from its word.
    """
    rows = [_row(table.columns, row, lang, badge) for row in table.rows]
    if not rows:
        context = {"title": table.caption, "content": table.empty, "icon_name": "search"}
        return render_to_string("components/empty.html", context)
    caption = _safe(table.caption)
    hidden = "" if table.caption_shown else ' class="sr"'
    heads = "".join(
        f'<th scope="col" role="columnheader"{_right(column)}>{_safe(column.title)}</th>'
        for column in table.columns
    )
    lines = "".join(f'\n<tr role="row">{cells}</tr>' for cells in rows)
    return mark_safe(  # noqa: S308 - every part is escaped above
        f'<div class="table-box" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="stacks" role="table">\n<caption{hidden}>{caption}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">{lines}\n</tbody></table></div>'
    )


def draw_paper_row(columns: Sequence[Column], row: Sequence[object], lang: str) -> str:
    """Draw one row for paper: no links and no badges, as nobody can follow or see them there."""
    cells = []
    for column, value in zip(columns, row, strict=True):
        text = _text(column, value, lang)
        if column.lead:
            cells.append(f'<th scope="row">{_safe(text)}</th>')
        else:
            label, css = _safe(column.title), _css(column, text)
            cells.append(f'<td data-label="{label}"{css}>{_safe(text)}</td>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _row(columns: Sequence[Column], row: Sequence[object], lang: str, badge: Badge) -> str:
    cells = []
    for column, value in zip(columns, row, strict=True):
        text = _text(column, value, lang)
        shown = _safe(text)
        href = value.href if isinstance(value, Link) else ""
        if column.kind == "status" and not column.lead:
            shown = badge(text)
        elif href:
            shown = f'<a href="{_safe(href)}">{shown}</a>'
        elif column.kind == "code" and not column.lead:
            shown = f'<span class="code">{shown}</span>'
        if column.lead:
            cells.append(f'<th scope="row" role="rowheader">{shown}</th>')
        else:
            label, css = _safe(column.title), _css(column, text)
            cells.append(f'<td role="cell" data-label="{label}"{css}>{shown}</td>')
    return "".join(cells)


def _text(column: Column, value: object, lang: str) -> str:
    if column.kind == "status":
        return str(plain_value(value))
    return cell_text(value, column.kind, lang)


def _css(column: Column, text: str) -> str:
    """Return the style classes of a cell: how it aligns, blank or long."""
    classes = ["r"] if column.numeric else []
    classes += ["date"] if column.kind in _DATES else []
    classes += ["blank"] if text == DASH else []
    classes += ["long"] if len(text) > LONG else []
    return f' class="{" ".join(classes)}"' if classes else ""


def _right(column: Column) -> str:
    return ' class="r"' if column.numeric else ""


def _safe(text: str) -> str:
    """Escape a text, unless it says that it is markup already."""
    return text if isinstance(text, SafeString) else escape(text)
