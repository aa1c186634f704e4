"""The wheel's programs are found without being imported, and copied where they are out of reach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from rongcheng.runtime.accounts import server_account
from rongcheng.runtime.binaries import PACKAGE, Install, find_installs, install_for
from rongcheng.runtime.children import start_child
from rongcheng.runtime.cluster import ENVIRONMENT


def test_the_newest_version_comes_first_and_all_are_recent() -> None:
    majors = [install.major for install in find_installs()]
    assert majors == sorted(majors, reverse=True)
    assert min(majors) >= 16


def test_the_wheel_is_never_imported() -> None:
    program = (
        "import sys; from rongcheng.runtime.binaries import find_installs; find_installs();"
        f" print({PACKAGE!r} in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert found.stdout == b"False\n"


def test_programs_out_of_reach_are_copied_with_their_libraries(short_folder: Path) -> None:
    source = find_installs()[0]
    site = source.folder.parent.parent
    closed = short_folder / "closed"
    copied = closed / PACKAGE / source.folder.name
    shutil.copytree(source.folder, copied)
    for libraries in site.glob(f"{PACKAGE}.*libs"):
        shutil.copytree(libraries, closed / libraries.name)
    closed.chmod(0o700)
    account = server_account(short_folder / "postgres")
    found = install_for(Install(copied, source.version), account, short_folder)
    assert (found.folder == copied) == (account is None)
    for program in ("postgres", "initdb"):
        child = start_child(
            [found.program(program), "--version"],
            environment=ENVIRONMENT,
            account=account,
            output=subprocess.PIPE,
        )
        output, _ = child.communicate(timeout=30)
        assert source.version in output.decode()
    assert install_for(Install(copied, source.version), account, short_folder) == found
    assert closed.stat().st_mode & 0o777 == 0o700
