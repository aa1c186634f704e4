"""Small drawings (图标): inline SVG in the text's own colour, so a page needs no further file.

Each is drawn on a 24 × 24 field with a 1.75 stroke; the shapes are our own.
"""

from __future__ import annotations

ICONS: dict[str, str] = {
    "home": '<path d="M4 11.5 12 5l8 6.5"/><path d="M6 10v9h12v-9"/><path d="M10 19v-5h4v5"/>',
    "person": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c.6-4 3.3-6 7-6s6.4 2 7 6"/>',
    "people": (
        '<circle cx="9" cy="9" r="3"/><path d="M3.5 19c.5-3.4 2.6-5 5.5-5s5 1.6 5.5 5"/>'
        '<path d="M15 6.3a3 3 0 0 1 0 5.4"/><path d="M17.3 14.6c1.8.7 2.9 2.1 3.2 4.4"/>'
    ),
    "book": (
        '<path d="M12 6.5C10 5 7.5 4.5 4 4.5v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-13'
        'c-3.5 0-6 .5-8 2z"/><path d="M12 6.5v13"/>'
    ),
    "help": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M9.7 9.6a2.4 2.4 0 1 1 3.6 2.1'
        'c-.9.5-1.3 1-1.3 2"/><path d="M12 16.6v.1"/>'
    ),
    "hospital": (
        '<path d="M5 20V6.5h14V20"/><path d="M3 20h18"/><path d="M12 9v5M9.5 11.5h5"/>'
        '<path d="M10.5 20v-3h3v3"/>'
    ),
    "file": ('<path d="M5 19.5V6h5l2 2.5h7v11z"/><path d="M9 13l2 2 4-4"/>'),
    "bell": ('<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5z"/><path d="M10 20.5h4"/>'),
    "receipt": (
        '<path d="M6 3.5h12v17l-2.4-1.5-2.4 1.5-2.4-1.5-2.4 1.5L6 20.5z"/>'
        '<path d="M9 8.5h6M9 12h6"/>'
    ),
    "map": (
        '<rect x="4" y="4" width="7" height="7" rx="1.5"/>'
        '<rect x="13" y="4" width="7" height="7" rx="1.5"/>'
        '<rect x="8.5" y="13" width="7" height="7" rx="1.5"/>'
    ),
    "more": '<path d="M5 7h14M5 12h14M5 17h14"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.7-4.7"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7'
        'M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>'
    ),
    "moon": '<path d="M19.5 14A8 8 0 0 1 10 4.5a8 8 0 1 0 9.5 9.5z"/>',
    "auto": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 0 0 16z" class="solid"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "cross": '<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.8v.1"/>',
    "warn": '<path d="M12 4 3 19.5h18z"/><path d="M12 10v4.5M12 17v.1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "arrow": '<path d="M5 12h14M13.5 6.5 19 12l-5.5 5.5"/>',
    "down": '<path d="m6 9.5 6 6 6-6"/>',
    "download": '<path d="M12 4v11M7.5 11 12 15.5l4.5-4.5M5 20h14"/>',
    "print": (
        '<path d="M7 9V4h10v5"/><rect x="4" y="9" width="16" height="7.5" rx="1.5"/>'
        '<path d="M7.5 14h9v6h-9z"/>'
    ),
    "phone": (
        '<path d="M6 4h3.5l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2L20 14.5V18a2 2 0 0 1-2 2'
        'A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"/>'
    ),
    "bus": (
        '<rect x="4.5" y="4.5" width="15" height="13" rx="2.5"/><path d="M4.5 11.5h15'
        'M7.5 20v-2.5M16.5 20v-2.5"/><path d="M8 14.7v.1M16 14.7v.1"/>'
    ),
    "school": (
        '<path d="m2.5 9.5 9.5-4.5 9.5 4.5-9.5 4.5z"/>'
        '<path d="M6.5 11.5V16c1.5 1.6 3.3 2.4 5.5 2.4s4-.8 5.5-2.4v-4.5"/>'
        '<path d="M21.5 9.5v5"/>'
    ),
    "culture": (
        '<path d="M4 9.5 12 4.5l8 5z"/><path d="M6.5 9.5V17M10.2 9.5V17M13.8 9.5V17'
        'M17.5 9.5V17"/><path d="M4 19.5h16"/>'
    ),
    "house": '<path d="M5 20V9l7-5 7 5v11z"/><path d="M9.5 20v-6h5v6"/>',
    "work": (
        '<rect x="3.5" y="8" width="17" height="11.5" rx="2"/><path d="M9 8V5h6v3'
        'M3.5 13h17M12 12.3v1.5"/>'
    ),
    "care": (
        '<path d="M12 19.5C6 15.5 4 12.5 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5c0 3-2 6-8 10z"/>'
    ),
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.3 2.7 7.3 7 9 4.3-1.7 7-4.7 7-9V6z"/>',
    "alarm": (
        '<path d="M6.5 17v-5a5.5 5.5 0 0 1 11 0v5"/><path d="M4.5 20h15v-3h-15z"/>'
        '<path d="M12 3.5v-1M4.5 6l-.8-.8M19.5 6l.8-.8"/>'
    ),
    "leaf": (
        '<path d="M5 19C4 10 9 5 20 4.5 20.5 15 15 19.5 7.5 17.5"/><path d="M5 20c2-5 5-8 9-10"/>'
    ),
    "counter": (
        '<path d="M3.5 13h17v6.5h-17z"/><path d="M6 13V6.5h5V13"/><path d="M15 9.5h3.5'
        'M15 6.5h3.5"/>'
    ),
    "baby": (
        '<circle cx="12" cy="12" r="7.5"/><path d="M9 11v.1M15 11v.1"/>'
        '<path d="M9.5 14.5c1.5 1.3 3.5 1.3 5 0"/><path d="M12 4.5c0-1.5 1.5-2 2.2-1"/>'
    ),
    "scan": (
        '<path d="M4 8.5V5.5A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.5v3'
        'M20 15.5v3a1.5 1.5 0 0 1-1.5 1.5h-3M8.5 20h-3A1.5 1.5 0 0 1 4 18.5v-3"/>'
        '<path d="M7 12h10"/>'
    ),
    "camera": ('<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20v10.5H4z"/><circle cx="12" cy="13" r="3.2"/>'),
    "code": (
        '<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" '
        'rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/>'
        '<path d="M14 14h2v2M20 14v2.5M14 20h2.5M20 20v-.1"/>'
    ),
    "out": '<path d="M13 5H5.5v14H13"/><path d="M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>',
    "scale": (
        '<path d="M12 4v15.5M7.5 19.5h9M5 7h14"/><path d="M5 7 2.5 13a2.7 2.7 0 0 0 5 0z"/>'
        '<path d="M19 7l-2.5 6a2.7 2.7 0 0 0 5 0z"/>'
    ),
    "type": (
        '<path d="M4 19 9 6l5 13M5.7 14.5h6.6"/><path d="M15.5 19l2.8-7.5L21 19M16.4 16.5h3.8"/>'
    ),
}


def icon_svg(name: str) -> str:
    """Return the drawing as inline SVG, hidden from readers of the page: words stand beside it."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )
