"""What templates can say (模板标签): words, figures, days, icons, switches, lists; built in.

Filters write in the language of the request; tags render the partials of `components/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rongcheng.kernel.identifiers import mask_id
from rongcheng.kernel.money import display_yuan
from rongcheng.web import formats, i18n
from rongcheng.web.icons import icon_svg
from rongcheng.web.table_html import draw_table
from rongcheng.web.tables import Table

register = template.Library()
_GOOD = frozenset({"verified", "good"})


@register.simple_tag
def t(key: str, **params: object) -> str:
    """Say a sentence of the catalogue; the parameters are escaped with it."""
    return i18n.t(key, None, **params)


@register.filter
def local(title: Mapping[str, str] | None) -> str:
    """Pick a `{zh, en}` title's text for this reader; nothing stays nothing."""
    return i18n.pick(title) if title else ""


@register.filter
def yuan(amount_fen: int) -> str:
    """Write an amount in yuan without a unit: `1,234.50`."""
    return display_yuan(amount_fen)


@register.filter
def money(amount_fen: int | None) -> str:
    """Write an amount with its unit, never parted by the end of a line; None is a dash."""
    if amount_fen is None:
        return formats.DASH
    return formats.show_money(amount_fen, i18n.language()).replace(" ", formats.NO_BREAK)


@register.filter
def percent(rate_ppm: int | None) -> str:
    """Write a rate as a percentage; None is a dash."""
    return formats.DASH if rate_ppm is None else formats.show_percent(rate_ppm)


@register.filter
def count(number: int | None) -> str:
    """Write a whole number with separators; None is a dash."""
    return formats.DASH if number is None else formats.show_count(number)


@register.filter
def day(value: date | None) -> str:
    """Write a date in full; None is a dash."""
    return formats.DASH if value is None else formats.show_day(value, i18n.language())


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant to the minute, in China Standard Time; None is a dash."""
    return formats.DASH if value is None else formats.show_moment(value, i18n.language())


@register.filter
def in_unit(value: object, unit: str) -> str:
    """Write a policy or indicator value in its unit."""
    return formats.show_value(value, unit, i18n.language())


@register.filter
def mask(id_number: str) -> str:
    """Hide the middle of an ID number: `430302********1235`."""
    return mask_id(id_number)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it is decoration, so the words must stand beside it."""
    return mark_safe(icon_svg(name))  # noqa: S308 - our own constant drawings


@register.simple_tag
def status_badge(status: str, text: str = "") -> SafeString:
    """Draw the badge of a status, in its own words or in `text`.

    Statuses: verified, secondary, illustrative of a source; good, warn, bad of a result.
    """
    drawing = icon_svg("check") if status in _GOOD else ""
    mark = mark_safe(drawing)  # noqa: S308 - our own drawing
    words = text or i18n.t(f"web.status.{status}")
    return format_html('<span class="badge {}">{}{}</span>\n', status, mark, words)


@cache
def _version(path: str) -> str:
    found = finders.find(path)
    content = Path(str(found)).read_bytes() if found else b""
    return sha256(content).hexdigest()[:10]


@register.simple_tag
def asset(path: str) -> str:
    """Return a static file's address with its content's digest, so that a change is seen."""
    return f"{static(path)}?v={_version(path)}"


@register.simple_tag
def table(listed: Table) -> SafeString:
    """Draw a list: a table on a wide screen, a card per row on a phone."""
    return draw_table(listed, i18n.language(), status_badge)


@register.simple_block_tag
def card(content: str, title: str = "", icon_name: str = "", tone: str = "") -> SafeString:
    """Draw a framed part of a page with a heading; `tone` is empty, `quiet` or `strong`."""
    context = {"content": content, "title": title, "icon_name": icon_name, "tone": tone}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Draw a message in the flow: `kind` is info, good, warn or bad."""
    icons = {"info": "info", "good": "check", "warn": "warn", "bad": "cross"}
    context = {"content": content, "kind": kind, "title": title, "icon_name": icons[kind]}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def nothing(content: str, title: str, icon_name: str = "info") -> SafeString:
    """Draw what a list says when it has nothing; the content says what to do next."""
    context = {"content": content, "title": title, "icon_name": icon_name}
    return render_to_string("components/empty.html", context)


@register.filter
def pairs(mapping: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
    """Return a mapping's items, for a definition list."""
    return mapping.items()
