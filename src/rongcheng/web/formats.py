"""How figures, days and values are written (显示格式): one local form for each, in both languages.

Pure functions of a value and a language; templates reach them as filters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.money import display_yuan, format_scaled
from rongcheng.web import i18n

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DASH = "—"
NO_BREAK = "\u00a0"


def show_money(amount_fen: int, lang: str) -> str:
    """Write an amount with its unit: `1,234.50 元`, in English `¥1,234.50`.

    >>> show_money(123_450, "zh"), show_money(-5, "en")
    ('1,234.50 元', '-¥0.05')
    """
    if lang == "zh":
        return f"{display_yuan(amount_fen)} 元"
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}¥{display_yuan(abs(amount_fen))}"


def show_percent(rate_ppm: int) -> str:
    """Write a rate as a percentage without needless zeros.

    >>> show_percent(750_000), show_percent(925_000), show_percent(0)
    ('75%', '92.5%', '0%')
    """
    return f"{_trimmed(format_scaled(rate_ppm, 4))}%"


def show_count(number: int) -> str:
    """Write a whole number with separators.

    >>> show_count(12_345)
    '12,345'
    """
    return f"{number:,}"


def show_day(day: date, lang: str) -> str:
    """Write a date in full: `2026年5月20日`, in English `20 May 2026`.

    An aware instant is first moved to China Standard Time.
    """
    local = _local(day)
    if lang == "zh":
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def show_moment(moment: datetime, lang: str) -> str:
    """Write an instant to the minute, in China Standard Time."""
    local = moment.astimezone(SHANGHAI)
    return f"{show_day(local, lang)} {local.hour:02d}:{local.minute:02d}"


def show_value(value: object, unit: str, lang: str) -> str:
    """Write a policy parameter's value in its unit; None is a dash, a list is its names.

    Units: fen, ppm, flag, days, months, count, text, list.
    """
    if value is None:
        return DASH
    if unit == "flag":
        return i18n.t("web.value.yes" if value else "web.value.no", lang)
    if isinstance(value, int):
        return _show_number(value, unit, lang)
    if isinstance(value, (list, tuple)):
        separator = "、" if lang == "zh" else ", "
        return separator.join(_name_of(item, lang) for item in value) or DASH
    return str(value)


def _show_number(value: int, unit: str, lang: str) -> str:
    if unit == "fen":
        return show_money(value, lang)
    if unit == "ppm":
        return show_percent(value)
    if unit in {"days", "months"}:
        return i18n.t(f"web.value.{unit}", lang, n=value)
    return show_count(value)


def _name_of(item: object, lang: str) -> str:
    if isinstance(item, Mapping):
        return str(item.get(lang) or item.get("zh") or item.get("code", ""))
    if isinstance(item, Sequence) and not isinstance(item, str) and len(item) == 3:
        # The policy book keeps a named list entry as (code, zh, en).
        return str(item[1] if lang == "zh" else item[2])
    return str(item)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _local(day: date) -> date:
    return day.astimezone(SHANGHAI) if isinstance(day, datetime) and day.tzinfo else day
