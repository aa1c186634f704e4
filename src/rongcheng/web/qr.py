"""QR pictures (二维码): inline SVG that scans from a phone's screen and from paper."""

from __future__ import annotations

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr_picture(text: str, label: str) -> SafeString:
    """Return a QR code as inline SVG with an accessible name; it scales with its box."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass="qr-dots"
    )
    named = drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    return mark_safe(named)  # noqa: S308 - drawn by segno from its own numbers, the label escaped
