"""The database of a run (运行中的数据库): the embedded one, kept running, or a given one."""

from __future__ import annotations

import time
from collections.abc import Callable

from rongcheng.runtime.console import Say, chosen_language, line
from rongcheng.runtime.errors import ServerFailed
from rongcheng.runtime.plan import UpOptions
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.sharing import UP_HOLDER, check_answer, start_or_share

RECOVERY_NOTICE_SECONDS = 5.0
DATABASE_DELAY = 5.0


class KeptDatabase:
    """Starts the embedded database, starts it again when it died, and ends it."""

    def __init__(self, options: UpOptions, say: Say, check_stop: Callable[[], None]) -> None:
        """Know where it lies; nothing is started yet. ``check_stop`` raises when all shall end."""
        self._options = options
        self._say = say
        self._check_stop = check_stop
        self._noticed = 0.0
        self._due_at = 0.0
        self.server = EmbeddedPostgres(options.data_folder, holder=UP_HOLDER, on_wait=self._on_wait)

    @property
    def is_embedded(self) -> bool:
        """Whether it is ours to start and keep, and not one that runs elsewhere."""
        return not self._options.database_url

    @property
    def exists(self) -> bool:
        """Whether the data folder holds a database already."""
        return self.server.database_folder.exists()

    def start(self) -> str:
        """Start the embedded database, or look whether the given one answers; return its URL."""
        if not self.is_embedded:
            check_answer(self._options.database_url)
            return self._options.database_url
        self._check_stop()
        self._say(line("database_starting"))
        start_or_share(self.server, self._say, self._check_stop)
        return self.server.url

    def tend(self) -> None:
        """Start it again if it died; when that fails, go on trying and say why."""
        if not self.is_embedded or self.server.is_running():
            return
        if time.monotonic() < self._due_at:
            return
        self._say(line("died", name="postgres", status=self.server.last_status()))
        self._noticed = 0.0
        try:
            self.server.start()
        except ServerFailed as error:
            self._due_at = time.monotonic() + DATABASE_DELAY
            self._say(error.message(chosen_language()))
        else:
            self._say(line("back", name="postgres"))

    def _on_wait(self, seconds: float) -> None:
        self._check_stop()
        if seconds - self._noticed > RECOVERY_NOTICE_SECONDS:
            self._noticed = seconds
            self._say(line("database_recovering", seconds=round(seconds)))
