"""`make bench`: measures as ratios in one run and prints a table (性能对照)."""

from __future__ import annotations

import argparse
import os
import sys

import django


def main() -> int:
    """Start a server of its own, measure, print; the folder is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--people", type=int, default=700)
    parser.add_argument("--entries", type=int, default=1_000_000, help="0 leaves clearing out")
    options = parser.parse_args()
    # The server is the tests' own: `rongcheng up` with durable settings and its own folder.
    from tests.plugins.live import live_server

    with live_server("--no-demo") as server:
        os.environ["DATABASE_URL"] = server.database_url()
        os.environ["RONGCHENG_DATA"] = str(server.data)
        os.environ["RONGCHENG_KEYS_FILE"] = str(server.data / "keys.json")
        os.environ["DJANGO_SETTINGS_MODULE"] = "rongcheng.settings"
        os.environ["RONGCHENG_SECRET_KEY"] = "bench"
        os.environ["RONGCHENG_DEMO"] = "1"
        django.setup()
        from benchmarks import clearing
        from benchmarks.report import measure, show

        show(measure(server, seconds=options.seconds, people=options.people))
        if options.entries:
            clearing.run(entries=options.entries, seconds=5.0, again=4)
    return 0


if __name__ == "__main__":
    sys.exit(main())
