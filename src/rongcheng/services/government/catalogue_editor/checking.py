"""Everything that is wrong with a draft (草稿核对), also by the field that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.changes.items import pack_with_items, read_item
from rongcheng.policy.faults import FaultDesk, PackFault
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.nodes import nodes_of_json
from rongcheng.policy.pack import Pack
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.services.government.catalogue_editor.fault_words import fault_lines, fault_words


class Checked(NamedTuple):
    """A draft's item with all its faults, and the pack that it makes if there are none."""

    item: ServiceItem
    faults: list[PackFault]
    by_path: Mapping[Path, list[PackFault]]
    pack: Pack | None

    def told(self, lang: Lang) -> Mapping[Path, list[str]]:
        """Return the sentences by field, in the reader's language."""
        return {
            path: [fault_words(fault, lang) for fault in found]
            for path, found in self.by_path.items()
        }

    def lines(self, lang: Lang, but: Path = ()) -> list[str]:
        """Return all sentences once, each with its place; `but` leaves out what lies at a path."""
        left = {path for path in self.by_path if but and path[: len(but)] == but}
        out = {fault for path in left for fault in self.by_path[path]}
        kept = {path: found for path, found in self.by_path.items() if path not in left}
        faults = [fault for fault in self.faults if fault not in out]
        own = f"items/{self.item.id}.yaml"
        return fault_lines(faults, [("", kept)], lambda file: file == own, lang)


class PathSheet(Sheet):
    """Remembers for each fault the field that it is about."""

    def __init__(self, file: str, faults: list[PackFault]) -> None:
        """Open the sheet of a draft's file."""
        super().__init__(file, faults)
        self.by_path: dict[Path, list[PackFault]] = {}

    def report(self, code: str, path: Path, **params: object) -> None:
        """Report a fault, and note its field; the same sentence may hold for several fields."""
        super().report(code, path, **params)
        own = self.by_path.setdefault(path, [])
        FaultDesk(self.file, own).report(code, self.line_of(path), **params)


def check_body(code: str, body: str, pack: Pack) -> Checked:
    """Return what is wrong with an item's canonical body if it stood in a pack."""
    faults: list[PackFault] = []
    sheet = PathSheet(f"items/{code}.yaml", faults)
    part = read_item(nodes_of_json(body), sheet)
    made = pack_with_items(pack, [part], faults)
    return Checked(part.content, faults, sheet.by_path, made)
