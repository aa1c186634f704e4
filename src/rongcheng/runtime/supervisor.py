"""Starts Rongcheng, keeps it running, and ends it cleanly (监管进程).

The order is: the database, then once the set-up step, then web server and job worker together. A
part that dies is started again; whatever kills the supervisor itself takes the parts with it, and
the next start finds its way. Nothing here knows Django.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from rongcheng.runtime.children import describe_status
from rongcheng.runtime.console import Say, line
from rongcheng.runtime.demo_app import app_command, app_environment, find_app_port
from rongcheng.runtime.errors import DataFolderInUse, PartFailed
from rongcheng.runtime.folders import make_data_folder, make_folder
from rongcheng.runtime.kept_database import KeptDatabase
from rongcheng.runtime.key_sources import KeyFile
from rongcheng.runtime.keys import Keys, check_mark, make_keys
from rongcheng.runtime.leftovers import describe_part, end_leftovers
from rongcheng.runtime.locks import FolderLock
from rongcheng.runtime.logs import trim_log
from rongcheng.runtime.parts import Part
from rongcheng.runtime.plan import (
    UpOptions,
    default_commands,
    is_live,
    key_source,
    page_address,
    part_environment,
)
from rongcheng.runtime.ports import check_port
from rongcheng.runtime.readiness import answers
from rongcheng.runtime.restoring import check_finished
from rongcheng.runtime.setup_step import SetupStep
from rongcheng.runtime.tls import TlsFiles, prepare_tls

POLL_SECONDS = 0.1
FIRST_PAGE_SECONDS = 120.0
MOST_EARLY_DEATHS = 3
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOCK_NAME = "up.lock"


class StopRequested(Exception):
    """Somebody asked to end while something was still being started."""


class Supervisor:
    """One run of `rongcheng up`."""

    def __init__(self, options: UpOptions, say: Say) -> None:
        """Take what was asked for; `run` does it, and tells ``say`` its progress."""
        self._options = options
        self._say = say
        self._stop = False
        self._parts: list[Part] = []
        self._database = KeptDatabase(options, say, self._check_stop)
        self._lock = FolderLock(options.data_folder / LOCK_NAME)
        tls = bool(options.tls_certificate and options.tls_key)
        self.address = page_address(options.host, options.port, tls=tls)

    def run(self) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP, then end everything that was started.

        Raises an error that says what to do when the start does not succeed; then, too,
        nothing is left running.
        """
        with self._signals():
            try:
                self._start()
                self._watch()
            except StopRequested:
                self._say(line("stopping"))
            finally:
                self._end()
            self._say(line("stopped", folder=self._options.data_folder))

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._note_signal) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop = True

    def _check_stop(self) -> None:
        if self._stop:
            raise StopRequested

    def _start(self) -> None:
        options = self._options
        self._claim_folder()
        host = check_port(options.host, options.port)
        tls = self._tls()
        keys = self._open_keys()
        url = self._database.start()
        told = part_environment(options, keys.django_secret, url, tls=tls is not None)
        app_port = find_app_port(options, host)
        environment = {**told, **app_environment(options, app_port)}
        commands = options.commands or default_commands(
            host, options.port, tls, live=is_live(options)
        )._replace(app=app_command(options, host, app_port))
        step = SetupStep(options, self._say, self._check_stop)
        step.set_up(commands.setup, environment, check_mark(keys))
        self._say(line("parts_starting"))
        self._start_part("web", commands.web, environment)
        # The worker waits for the first page, so that they do not load at each other's cost.
        self._await_first_page()
        self._start_part("worker", commands.worker, environment)
        for name in ("live", "app"):
            if words := getattr(commands, name):
                self._start_part(name, words, environment)
        self._say(line("ready", address=self.address))

    def _claim_folder(self) -> None:
        """Make the data folder and take it for this run; wait for the remains of the last."""
        folder = self._options.data_folder
        check_finished(folder)
        if self._database.is_embedded:
            self._database.server.prepare()
        else:
            make_data_folder(folder, None)
        if not self._lock.take():
            said = self._lock.read()
            address, pid = said.get("address", "?"), said.get("pid", "?")
            raise DataFolderInUse(folder=folder, pid=pid, address=address)
        make_folder(folder / "logs", 0o711)
        make_folder(folder / "static", 0o700)
        end_leftovers(
            self._lock.read().get("parts", {}),
            lambda name: self._say(line("waiting_leftover", name=name)),
        )
        self._describe_run()

    def _describe_run(self) -> None:
        """Write into the lock file who runs what, for a second `up` and for the next start."""
        parts = {part.name: describe_part(part.pid) for part in self._parts}
        self._lock.write({"pid": os.getpid(), "address": self.address, "parts": parts})

    def _tls(self) -> TlsFiles | None:
        options = self._options
        if options.tls_certificate is None or options.tls_key is None:
            return None
        return prepare_tls(options.tls_certificate, options.tls_key, options.data_folder)

    def _open_keys(self) -> Keys:
        """Load the keys, made now for a new data folder and never for a database that exists."""
        source = key_source(self._options.data_folder)
        if isinstance(source, KeyFile) and not self._database.exists:
            make_keys(source.path)
        return source.load()

    def _start_part(
        self, name: str, command: tuple[str, ...], environment: Mapping[str, str]
    ) -> None:
        self._check_stop()
        log_file = self._options.data_folder / "logs" / f"{name}.log"
        part = Part(name, command, environment, log_file)
        self._parts.append(part)
        part.start()
        self._describe_run()

    def _await_first_page(self) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while not answers(self.address):
            self._check_stop()
            self._tend()
            for part in self._parts:
                if part.deaths >= MOST_EARLY_DEATHS or time.monotonic() > deadline:
                    raise PartFailed(name=part.name, log=part.log_file, tail=part.log_tail())
            time.sleep(POLL_SECONDS)

    def _watch(self) -> None:
        while not self._stop:
            self._tend()
            time.sleep(POLL_SECONDS)
        self._say(line("stopping"))

    def _tend(self) -> None:
        """Start again whatever has died, the database first; keep the logs small."""
        self._database.tend()
        for part in self._parts:
            status = part.note_death()
            if status is not None:
                self._tell_death(part, status)
            if part.restart_if_due():
                self._describe_run()
            trim_log(part.log_file)

    def _tell_death(self, part: Part, status: int) -> None:
        words = describe_status(status)
        delay = part.seconds_to_start()
        key = "died_wait" if delay > 0 else "died"
        self._say(line(key, name=part.name, status=words, seconds=delay, log=part.log_file))

    def _end(self) -> None:
        """End all parts together, then the database, then give the folder free."""
        for part in self._parts:
            part.ask_to_end()
        for part in self._parts:
            part.end()
        self._database.server.stop()
        self._lock.free()
