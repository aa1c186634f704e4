"""What stands behind every value of a metro pack (出处): its document, and how sure it is."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from rongcheng.policy.records import Bilingual, Record
from rongcheng.policy.shapes import PartOfDay, Text, Word
from rongcheng.policy.vocabulary import STATUSES

Words = Annotated[str, Text()]
Title = Annotated[dict[str, str], Bilingual()]
Status = Annotated[str, Word(STATUSES, "policy.P022")]


class Source(NamedTuple):
    """The document behind a value; `issued_on` may be a year or a month, or empty."""

    document: Words
    number: Words = ""
    issued_on: Annotated[str, PartOfDay()] = ""
    key: Words = ""


Sourced = Annotated[Source, Record(Source)]
