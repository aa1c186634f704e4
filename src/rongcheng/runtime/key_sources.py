"""Where the keys of an installation come from (密钥来源): one file, mounted secrets, environment.

The embedded default is one file in the data folder, made once. A deployment that has a keeper of
secrets mounts one file for each key, or gives them in the environment. Whatever the source, weak,
short and repeated keys are refused, and no message repeats one.

    a folder (RONGCHENG_KEYS_FOLDER)    the environment         what it is
    seal-1, seal-2 ...                  RONGCHENG_KEYS_SEAL_1   sealing key, base64 of 32 bytes
    current                             RONGCHENG_KEYS_CURRENT  the version that seals
    index                               RONGCHENG_KEYS_INDEX    key of look-up hashes
    session                             RONGCHENG_KEYS_SESSION  secret of sign-in sessions
    session-old                         RONGCHENG_KEYS_SESSION_OLD  one more that is accepted
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.key_text import AcceptedSecret, Keys, keys_of_parts, load_keys

FOLDER_VARIABLE = "RONGCHENG_KEYS_FOLDER"
FILE_VARIABLE = "RONGCHENG_KEYS_FILE"
PREFIX = "RONGCHENG_KEYS_"
# Others may neither read nor change a mounted secret; its group may read, for so it is mounted.
OPEN_TO_OTHERS = 0o027
_SEAL_FILE = re.compile(r"seal-([0-9]{1,5})", re.ASCII)
_SEAL_VARIABLE = re.compile(PREFIX + r"SEAL_([0-9]{1,5})", re.ASCII)
_LONGEST = 1_000


class KeySource(Protocol):
    """A place that keys are read from, again whenever they change."""

    @property
    def place(self) -> str:
        """Return what to call it in a message."""

    def load(self) -> Keys:
        """Read the keys; raises `KeysUnusable`."""

    def stamp(self) -> object:
        """Return something that differs once the keys may have changed; never fails."""


class KeyFile(NamedTuple):
    """The one file of the embedded default."""

    path: Path

    @property
    def place(self) -> str:
        """Return the file's path."""
        return str(self.path)

    def load(self) -> Keys:
        """Read the file; raises `KeysUnusable`."""
        return load_keys(self.path)

    def stamp(self) -> object:
        """Return the file's identity, size, mode and time of change."""
        return _stamp_of(self.path)


class KeyFolder(NamedTuple):
    """Mounted secrets, one file for each key."""

    path: Path

    @property
    def place(self) -> str:
        """Return the folder's path."""
        return str(self.path)

    def load(self) -> Keys:
        """Read each file; raises `KeysUnusable` with the name of the one that is wrong."""
        seals = {
            int(found[1]): self._read(name)
            for name in self._names()
            if (found := _SEAL_FILE.fullmatch(name))
        }
        current = self._read("current") if "current" in self._names() else None
        old = self._read("session-old") if "session-old" in self._names() else ""
        return keys_of_parts(
            self.place,
            seals,
            current,
            index=self._read("index"),
            session=self._read("session"),
            accepted=_accepted(old),
        )

    def stamp(self) -> object:
        """Return the stamps of all files."""
        return tuple((name, _stamp_of(self.path / name)) for name in self._names())

    def _names(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("[a-z]*")) if self.path.is_dir() else []

    def _read(self, name: str) -> str:
        path = self.path / name
        try:
            if path.stat().st_mode & OPEN_TO_OTHERS:
                raise KeysUnusable(file=path, problem="chmod 400")
            with path.open(encoding="ascii") as file:
                return file.read(_LONGEST).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise KeysUnusable(file=path, problem=type(error).__name__) from None


class KeyEnvironment(NamedTuple):
    """Keys in variables of this process's environment; they change with a restart only."""

    variables: Mapping[str, str]

    @property
    def place(self) -> str:
        """Return the variables' common name."""
        return f"{PREFIX}*"

    def load(self) -> Keys:
        """Read the variables; raises `KeysUnusable`."""
        seals = {
            int(found[1]): text
            for name, text in self.variables.items()
            if (found := _SEAL_VARIABLE.fullmatch(name))
        }
        return keys_of_parts(
            self.place,
            seals,
            self.variables.get(f"{PREFIX}CURRENT"),
            index=self.variables.get(f"{PREFIX}INDEX", ""),
            session=self.variables.get(f"{PREFIX}SESSION", ""),
            accepted=_accepted(self.variables.get(f"{PREFIX}SESSION_OLD", "")),
        )

    def stamp(self) -> object:
        """Return the same always."""
        return None


def find_source(environment: Mapping[str, str]) -> KeySource | None:
    """Return the source that the environment names, or None where it names none.

    Raises `KeysUnusable` where it names two: nobody could say which one seals.
    """
    found: list[KeySource] = []
    if any(_SEAL_VARIABLE.fullmatch(name) for name in environment):
        found.append(KeyEnvironment(environment))
    if environment.get(FOLDER_VARIABLE):
        found.append(KeyFolder(Path(environment[FOLDER_VARIABLE])))
    if environment.get(FILE_VARIABLE):
        found.append(KeyFile(Path(environment[FILE_VARIABLE])))
    if len(found) > 1:
        places = ", ".join(source.place for source in found)
        raise KeysUnusable(file=places, problem="只能有一个来源 · only one source may be given")
    return found[0] if found else None


def _accepted(old: str) -> tuple[AcceptedSecret, ...]:
    return (AcceptedSecret(old),) if old else ()


def _stamp_of(path: Path) -> object:
    try:
        seen = os.stat(path)
    except OSError as error:
        return error.errno
    return seen.st_mtime_ns, seen.st_ino, seen.st_size, seen.st_mode
