"""Columns and triggers that this room's tables share (共用列)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Return the trigger that refuses every change of a row once written."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


# A later version of the key, the same suite, the same length, and nothing else in the row.
_RESEALED = """
IF TG_OP = 'UPDATE'
   AND to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}'
   AND octet_length(NEW.{column}) = octet_length(OLD.{column})
   AND substring(NEW.{column} FROM 1 FOR 1) = substring(OLD.{column} FROM 1 FOR 1)
   AND substring(NEW.{column} FROM 2 FOR 2) > substring(OLD.{column} FROM 2 FOR 2)
THEN
    RETURN NEW;
END IF;
{otherwise}
"""
_REFUSED = "RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;"
_DELETABLE = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n"


def kept_but_resealed(name: str, column: str, *, deletable: bool = False) -> pgtrigger.Trigger:
    """Return the trigger that lets a row change in one way: sealed anew under a later key.

    With `deletable` the whole row may still go when its time is up.
    """
    otherwise = (_DELETABLE if deletable else "") + _REFUSED
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_RESEALED.replace("{column}", column).replace("{otherwise}", otherwise),
    )


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
