"""A supervisor over stand-in parts, for tests of the supervisor itself: ``DATA PORT``.

What the parts do is in `stand_in_part`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rongcheng.kernel.errors import RongchengError
from rongcheng.runtime.plan import Commands, UpOptions
from rongcheng.runtime.supervisor import Supervisor

PART = str(Path(__file__).with_name("stand_in_part.py"))


def supervise(data: Path, port: int) -> None:
    """Be `rongcheng up` over the stand-in parts."""
    program = (sys.executable, PART)
    commands = Commands(
        setup=(*program, "setup"),
        web=(*program, "web", str(port)),
        worker=(*program, "worker"),
        live=(*program, "live") if os.environ.get("STAND_IN_LIVE") else (),
    )
    options = UpOptions(data_folder=data, port=port, commands=commands)
    try:
        Supervisor(options, lambda words: print(words, flush=True)).run()
    except RongchengError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    supervise(Path(sys.argv[1]), int(sys.argv[2]))
