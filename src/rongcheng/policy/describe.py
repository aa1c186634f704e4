"""Policy values in words (政策取值的写法): one line with value, place, day, document and status."""

from __future__ import annotations

from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.policy.dimensions import ListItem, Value
from rongcheng.policy.resolved import Resolved
from rongcheng.policy.types import Source
from rongcheng.policy.vocabulary import LAYERS, STATUSES

_TEN_THOUSANDTHS = 10_000


def describe(resolved: Resolved, lang: Lang) -> str:
    """Return one line: title, key, dimensions, value, place, day, document, status."""
    title = resolved.title[lang]
    dims = " ".join(f"{name}={word}" for name, word in resolved.dims)
    value = display_value(resolved.value, resolved.unit, lang)
    layer = LAYERS[resolved.layer][0 if lang == "zh" else 1]
    status = STATUSES[resolved.status][0 if lang == "zh" else 1]
    source = display_source(resolved.source, lang)
    named = f"{resolved.key} {dims}".strip()
    if lang == "zh":
        until = f"至 {resolved.until}" if resolved.until else "起"
        return (
            f"{title}（{named}）：{value}；{layer} {resolved.at}，"
            f"{resolved.since} {until}；依据{source}；{status}"
        )
    until = f"to {resolved.until}" if resolved.until else "on"
    return (
        f"{title} ({named}): {value}; {layer} {resolved.at}, "
        f"from {resolved.since} {until}; by {source}; {status}"
    )


def display_value(value: Value, unit: str, lang: Lang) -> str:
    """Return a value with its unit, as people write it.

    >>> display_value(725_000, "ppm", "en"), display_value(150_000, "fen", "zh")
    ('72.5 %', '1,500.00 元')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _display_list(value, lang)
    if unit == "fen":
        return f"{display_yuan(value)} {'元' if lang == 'zh' else 'yuan'}"
    if unit == "ppm":
        whole, rest = divmod(value, _TEN_THOUSANDTHS)
        return f"{whole}{f'.{rest:04}'.rstrip('0') if rest else ''} %"
    if unit == "flag":
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    return f"{value}{_SUFFIXES[lang].get(unit, '')}"


def _display_list(items: tuple[ListItem, ...], lang: Lang) -> str:
    if lang == "zh":
        return f"{len(items)} 项：{'、'.join(item.zh for item in items)}"
    plural = "" if len(items) == 1 else "s"
    return f"{len(items)} item{plural}: {', '.join(item.en for item in items)}"


def display_source(source: Source, lang: Lang) -> str:
    """Return a document with its number and day, in the marks of the language."""
    details = [part for part in (source.number, source.issued_on) if part]
    if lang == "zh":
        name = f"《{source.document}》" if "《" not in source.document else source.document
        return name + (f"（{'，'.join(details)}）" if details else "")
    return f"“{source.document}”" + (f" ({', '.join(details)})" if details else "")


_SUFFIXES: dict[Lang, dict[str, str]] = {
    "zh": {"days": " 天", "months": " 个月"},
    "en": {"days": " days", "months": " months"},
}
