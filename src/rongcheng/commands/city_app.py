"""`rongcheng city-app`: a stand-in of the cities' apps, with people of one's own (参考城市应用)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rongcheng.commands.output import say
from rongcheng.reference_app.cities import cities_of_packs
from rongcheng.reference_app.errors import PeopleUnusable
from rongcheng.reference_app.people import registry_of_json
from rongcheng.reference_app.running import AppOptions, serve_app

__all__ = ["AppOptions", "serve_city_app"]


def serve_city_app(options: AppOptions, folders: Sequence[Path], people: Path) -> int:
    """Serve the apps of the packs' cities for the people of a file until told to end."""
    try:
        listed = json.loads(people.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise PeopleUnusable(why_zh="文件打不开", why_en="the file does not open") from fault
    cities = [city._asdict() for city in cities_of_packs(folders)]
    registry = registry_of_json(json.dumps({"cities": cities, "people": listed}))
    return serve_app(options, registry, say)
