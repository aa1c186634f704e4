"""A file under reading (读入中的文件): remembers on which line each field of it was written.

Readers and checks speak of fields by their path, such as ("cities", 0, "districts", 3, "tile");
the sheet turns a path into a line, also for a field that is not there.
"""

from __future__ import annotations

from rongcheng.policy.faults import FaultDesk, PackFault

Path = tuple[str | int, ...]


class Sheet:
    """One file of a pack with the lines of its fields, and the desk that takes its faults."""

    def __init__(self, file: str, faults: list[PackFault]) -> None:
        """Open the sheet of `file`; its faults go to `faults`, which all sheets of a run share."""
        self.file = file
        self.desk = FaultDesk(file, faults)
        self._lines: dict[Path, int] = {}

    def mark(self, path: Path, line: int) -> None:
        """Remember that the field at `path` is written on `line`."""
        self._lines[path] = line

    def line_of(self, path: Path) -> int:
        """Return the line of the field, or of the nearest thing around it that was written."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def where(self, path: Path) -> str:
        """Return `file:line` of a field, for a message in another file."""
        return f"{self.file}:{self.line_of(path)}"

    def report(self, code: str, path: Path, **params: object) -> None:
        """Report a fault on the line of `path`."""
        self.desk.report(code, self.line_of(path), **params)
