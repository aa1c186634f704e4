"""The set-up step of `rongcheng up`: tables, policy, institutions and the demonstration day.

Each part may be repeated: what is there is kept, so a step that was cut off goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from rongcheng.commands.errors import PackFaulty
from rongcheng.commands.output import progress_columns, say
from rongcheng.foundation.code.public import ensure_keys, publish_status_lists
from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.policy.editions import current_book, publish
from rongcheng.policy.load import load_pack, render_faults
from rongcheng.policy.models import PolicyEdition
from rongcheng.policy.pack import Pack
from rongcheng.runtime.console import chosen_language, line
from rongcheng.services.government.public import place_open_cases
from rongcheng.simulation.public import load_demo_day

PUBLISHER = "rongcheng up"


def set_up() -> int:
    """Bring the database up to this release and fill it; every part prints one line."""
    packs = [_checked_pack(Path(folder)) for folder in settings.RONGCHENG_METROS]
    say(line("setup_tables"))
    # Checks the application as well, once for all parts: they start without doing it again.
    call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    for pack in packs:
        say(line("setup_policy", metro=pack.metro.title[chosen_language()]))
        _publish_new(pack)
        # Cases from before a release that tells departments apart.
        place_open_cases(pack.id)
        sync_institutions(current_book(pack.id))
        # Gates fetch keys and lists before the first phone is bound.
        ensure_keys(pack.id)
        publish_status_lists(pack.id)
    if settings.RONGCHENG_DEMO:
        with _progress(line("setup_demo")) as progress:
            load_demo_day(progress)
    return 0


def _checked_pack(folder: Path) -> Pack:
    pack, faults = load_pack(folder)
    if pack is None:
        say(render_faults(faults, chosen_language(), folder=str(folder)))
        raise PackFaulty(folder=folder, count=len(faults))
    return pack


def _publish_new(pack: Pack) -> None:
    """Publish a pack that was never published here.

    One that was may have been followed by the office's own edition, which then stays current.
    """
    if not PolicyEdition.objects.filter(hash=pack.hash).exists():
        publish(pack, by=PUBLISHER)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes how much of how many is done; a bar on a terminal."""
    with progress_columns() as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
