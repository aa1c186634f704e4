"""Rows that stay as they were written (只增不改): triggers for every room's tables."""

from __future__ import annotations

import pgtrigger


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
