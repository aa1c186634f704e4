"""Writes a policy book back as a folder (导出政策包), which loads again to the same edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import ExportFolderTaken
from rongcheng.policy.item_part import part_files
from rongcheng.policy.pack import Pack
from rongcheng.policy.records import Record
from rongcheng.policy.shapes import IsoDay
from rongcheng.policy.types import (
    Agreement,
    CatalogueFile,
    InstitutionFile,
    Metro,
    Parameter,
    VenueFile,
)


def export_pack(book: PolicyBook, folder: str | Path) -> list[Path]:
    """Write the published policy as a metro pack into a new or empty folder; return its files.

    Loading the folder gives the same hash. Comments of the first folder are not kept: notes that
    must last belong into `note`. A folder with anything in it is refused.
    """
    root = Path(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ExportFolderTaken(folder=str(folder))
    written = []
    for relative, data in _files(book.pack):
        file = root / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_yaml(data), encoding="utf-8")
        written.append(file)
    return written


def _files(pack: Pack) -> list[tuple[str, Any]]:
    files = [("metro.yaml", Record(Metro).plain(pack.metro))]
    for parameter in pack.parameters:
        place = parameter.key.replace(".", "/")
        files.append((f"policies/{place}.yaml", Record(Parameter).plain(parameter)))
    for agreement in pack.agreements:
        files.append((f"agreements/{agreement.id}.yaml", Record(Agreement).plain(agreement)))
    for city in pack.metro.cities:
        own = tuple(i for i in pack.institutions if i.city == city.code)
        if own:
            listed = Record(InstitutionFile).plain(InstitutionFile(city.code, own))
            files.append((f"institutions/{city.code}.yaml", listed))
        venues = tuple(v for v in pack.venues if v.city == city.code)
        if venues:
            listed = Record(VenueFile).plain(VenueFile(city.code, venues))
            files.append((f"venues/{city.code}.yaml", listed))
    for catalogue in pack.catalogues:
        listed = Record(CatalogueFile).plain(catalogue)
        files.append((f"catalogues/{catalogue.at}.yaml", listed))
    return [*files, *part_files(pack.government)]


class _Dumper(yaml.SafeDumper):
    """Plain YAML: block style, no aliases, dates without quotes, codes with them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_day(dumper: yaml.SafeDumper, day: IsoDay) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(day))


_Dumper.add_representer(IsoDay, _represent_day)


def _yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100))
