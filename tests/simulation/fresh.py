"""Empty databases with both metros' policy, in which whole simulations may run and commit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from rongcheng.foundation.institutions.public import sync_institutions
from rongcheng.policy.editions import current_book, forget_books, publish
from tests.packs import pack_in

METROS = ("changzhutan", "chengdemeizi")
FOLDER = Path(__file__).parents[2] / "metros"


def name_of(word: str) -> str:
    return f"simulation_{word}_{uuid.uuid4().hex[:8]}"


@contextmanager
def database(server: str, *, template: str) -> Iterator[str]:
    """Make a database from a template, be connected to it inside, and drop it."""
    name = name_of("run")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{template}"'.encode())
        try:
            with connected_to(name):
                yield name
        finally:
            admin.execute(f'drop database "{name}" with (force)'.encode())


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django work on another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_books()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        forget_books()


def publish_both() -> None:
    """Publish both packs with their institutions, as the set-up does."""
    for metro in METROS:
        pack = pack_in(FOLDER / metro)
        publish(pack, by="test")
        sync_institutions(current_book(metro))
