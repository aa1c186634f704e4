"""Starts one program so that it can never outlive the one who started it (启动子进程).

This file is run as a script by the standard interpreter, before anything of Rongcheng is
imported: ``python -I -S launch.py SPEC COMMAND...``. It takes on the account named in SPEC, asks
the kernel for a signal at its parent's death, and then becomes COMMAND. Doing this in a script of
its own, and not in a hook between fork and exec, keeps it safe in programs with threads.

SPEC is JSON: ``parent`` (process id that must still be the parent), ``death_signal`` (number),
``uid`` and ``gid`` (or null to stay as one is), and ``access`` (a list of ``[path, mode]``): with
it no command is run, and the script prints which of the paths that account can reach.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def take_on_account(uid: int | None, gid: int | None) -> None:
    """Drop to an unprivileged account for good, with no supplementary groups."""
    if uid is None or gid is None:
        return
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent(parent: int, death_signal: int) -> None:
    """Ask Linux to signal this process when its parent dies, even by ``kill -9``."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    if os.getppid() != parent:
        # The parent died before the request was made; nobody would ever tell us.
        sys.exit(0)


def reset_signals() -> None:
    """Give the program the signal setting it expects, not the interpreter's or a shell's.

    A shell that starts something in the background, or by nohup, has it ignore signals.
    """
    for name in ("SIGPIPE", "SIGXFSZ", "SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def main() -> None:
    """Run as described at the top of this file."""
    spec = json.loads(sys.argv[1])
    take_on_account(spec.get("uid"), spec.get("gid"))
    if "access" in spec:
        print(json.dumps([os.access(path, mode) for path, mode in spec["access"]]))
        return
    reset_signals()
    die_with_parent(spec["parent"], spec["death_signal"])
    command = sys.argv[2:]
    os.execv(command[0], command)  # noqa: S606 (a fixed program, no shell)


if __name__ == "__main__":
    main()
