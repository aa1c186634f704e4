"""The job worker's main process (后台任务): loads the application, then does its jobs.

Run by the supervisor as ``python -m rongcheng.runtime.job_worker`` with the words that follow
`manage.py procrastinate worker`. The set-up step has checked the whole application; a worker that
comes back after a fault does not do it again, which would load every page as well.
"""

from __future__ import annotations

import importlib
import sys

from rongcheng.runtime.loading import collector_at_rest


def main() -> None:
    """Do jobs until told to stop."""
    # Named by text: this package knows nothing of Django.
    with collector_at_rest():
        importlib.import_module("django").setup()
    management = importlib.import_module("django.core.management")
    management.call_command("procrastinate", "worker", *sys.argv[1:])


if __name__ == "__main__":
    main()
