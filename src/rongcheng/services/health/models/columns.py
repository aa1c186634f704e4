"""Columns and triggers that this room's tables share (共用列)."""

from __future__ import annotations

from typing import Any

from django.db import models


class OpaqueId(models.CharField):  # type: ignore[type-arg]
    """An id that is only ever asked for whole: no second index for searches by its beginning."""

    def db_type(self, connection: Any) -> str:
        """Return the column type by its long name, for which Django adds no pattern index."""
        return f"character varying({self.max_length})"

    def rel_db_type(self, connection: Any) -> str:
        """Return the same for columns that refer to it."""
        return self.db_type(connection)


def _institution() -> Any:
    """Return a reference to an institution.

    Institutions are never deleted, only delisted, and every settlement of a hospital would lock
    its one row: so the database checks nothing here, and the composed indexes serve the reads.
    """
    return models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


def institution_key() -> Any:
    """Return a reference to an institution.

    Institutions are never deleted, only delisted, and every settlement of a hospital would lock
    its one row: so the database checks nothing here, and the composed indexes serve the reads.
    """
    return models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
