"""The set-up step of `rongcheng up` (初始化步骤): once for a release, its packs and its keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from rongcheng.runtime.children import describe_status, end_group, start_child
from rongcheng.runtime.console import Say, line
from rongcheng.runtime.errors import KeysUnusable, SetupFailed
from rongcheng.runtime.parts import STOP_STEPS
from rongcheng.runtime.plan import UpOptions, key_source
from rongcheng.runtime.stamp import Stamp, compute_fingerprint, read_stamp, write_stamp

POLL_SECONDS = 0.1
STEP_ATTEMPTS = 3


class SetupStep(NamedTuple):
    """What the step needs of its run; ``check_stop`` raises when all shall end."""

    options: UpOptions
    say: Say
    check_stop: Callable[[], None]

    def set_up(
        self, command: tuple[str, ...], environment: Mapping[str, str], key_check: str
    ) -> None:
        """Run the set-up step unless this database had the same one before.

        Raises `KeysUnusable` when the database was filled with other keys, and `SetupFailed`.
        """
        fingerprint = compute_fingerprint(self.options.metros, demo=self.options.demo)
        before = read_stamp(environment["DATABASE_URL"])
        if before.key_check not in ("", key_check):
            place = key_source(self.options.data_folder).place
            raise KeysUnusable(
                file=place, problem="不是这个数据库的密钥 · made for another database"
            )
        if before.fingerprint == fingerprint:
            return
        self.say(line("setting_up"))
        status = self._run_to_end(command, environment)
        if status != 0:
            raise SetupFailed(status=describe_status(status))
        stamp = Stamp(fingerprint, key_check, self.options.demo)
        write_stamp(environment["DATABASE_URL"], stamp)

    def _run_to_end(self, command: tuple[str, ...], environment: Mapping[str, str]) -> int:
        """Run a program to its end and return its status; one that was killed is run again."""
        for _ in range(STEP_ATTEMPTS):
            self.check_stop()
            # Its progress belongs on the terminal, so it keeps our output.
            step = start_child(command, environment=environment)
            try:
                while step.poll() is None:
                    self.check_stop()
                    time.sleep(POLL_SECONDS)
            finally:
                end_group(step, STOP_STEPS)
            if step.returncode >= 0:
                break
        return step.returncode
