"""Colours people can read: WCAG 2.2 AA for every pair in use, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rongcheng.web

STYLES = Path(rongcheng.web.__file__).parent / "static" / "web"
TOKENS = (STYLES / "tokens.css").read_text(encoding="utf-8")
TEXT_RATIO = 4.5
SHAPE_RATIO = 3.0

TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "ink-soft", "brand", "seal", "good", "warn", "bad")
      for ground in ("paper", "surface")],
    *[(text, "sunken") for text in ("ink", "ink-soft", "brand")],
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-brand-soft", "brand-soft"),
    ("on-brand-soft", "surface"), ("on-brand-soft", "paper"),
    ("brand", "brand-soft"), ("ink", "brand-soft"), ("ink-soft", "brand-soft"),
    ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"),
    *[(f"ramp-{step}-ink", f"ramp-{step}") for step in range(1, 6)],
]  # fmt: skip
SHAPE_PAIRS = [
    *[(shape, ground) for shape in ("line-strong", "focus", "seal")
      for ground in ("paper", "surface")],
    ("focus", "sunken"),
]  # fmt: skip


def block(opening: str) -> dict[str, str]:
    """Return the colours set in the block that `opening` begins."""
    body = TOKENS[TOKENS.index(opening) + len(opening) :].partition("}")[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", body))


LIGHT = block(":root {")
DARK_BY_DEVICE = block(':root:not([data-theme="light"]) {')
DARK_BY_CHOICE = block(':root[data-theme="dark"] {')


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_formula_on_known_pairs() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_dark_is_the_same_by_device_and_by_choice() -> None:
    assert DARK_BY_DEVICE == DARK_BY_CHOICE
    assert DARK_BY_CHOICE.keys() == LIGHT.keys()


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_contrast(theme: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(theme[pair[0]], theme[pair[1]]) >= TEXT_RATIO


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_shape_contrast(theme: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(theme[pair[0]], theme[pair[1]]) >= SHAPE_RATIO


def test_styles_use_tokens_only() -> None:
    """A colour outside the tokens would escape the dark theme and this test."""
    loose = {}
    for path in STYLES.glob("*.css"):
        if path.name not in {"tokens.css", "print.css"}:
            found = re.findall(r":[^;{}]*(#[0-9a-f]{3,8}\b|rgb\([^)]*\))", path.read_text("utf-8"))
            # The ground of a QR code stays white: scanners need it.
            loose[path.name] = [colour for colour in found if colour != "#fff"]
    assert {name: found for name, found in loose.items() if found} == {}


def test_every_token_in_use_exists() -> None:
    known = set(re.findall(r"--([a-z0-9-]+):", TOKENS))
    for path in STYLES.parent.parent.parent.rglob("static/**/*.css"):
        used = set(re.findall(r"var\(--([a-z0-9-]+)\)", path.read_text("utf-8")))
        assert used - known == set(), path.name
