"""Both metros published, with their demo staff, and a client to walk the tour with."""

from __future__ import annotations

from datetime import datetime

import psycopg
import pytest
from django.core.management import call_command

from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.foundation.ledger.public import open_window
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import current_book, publish
from rongcheng.simulation.demo import make_staff
from tests.packs import pack_in
from tests.simulation.fresh import (
    FOLDER,
    METROS,
    connected_to,
    database,
    name_of,
    publish_both,
)


@pytest.fixture
def stage(db, settings):
    """Return a clock on a day of 2026, with both metros and their staff in demo mode."""
    settings.RONGCHENG_DEMO = True
    clock = FixedClock(datetime(2026, 6, 15, 10, tzinfo=SHANGHAI))
    with use_clock(clock):
        for metro in METROS:
            pack = pack_in(FOLDER / metro)
            publish(pack, by="test")
            book = current_book(metro)
            sync_institutions(book)
            open_window(metro)
            make_staff(book)
        yield clock


@pytest.fixture(scope="session")
def template(django_db_blocker, database_server: str):
    """Return the name of a database with tables and both metros' policy, and nothing else."""
    name = name_of("template")
    with django_db_blocker.unblock(), psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute(f'create database "{name}"'.encode())
        with connected_to(name):
            call_command("migrate", interactive=False, verbosity=0)
            publish_both()
        yield name
        admin.execute(f'drop database "{name}" with (force)'.encode())


@pytest.fixture
def fresh(template: str, django_db_blocker, database_server: str):
    """Return a function that gives a fresh database inside a `with`."""
    with django_db_blocker.unblock():
        yield lambda: database(database_server, template=template)
