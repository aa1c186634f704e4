"""Words that people write (填写的文字): an ID number in them is refused with what to do."""

from __future__ import annotations

from rongcheng.foundation.access.errors import WordsNameNumber
from rongcheng.foundation.outbox.public import ClearIdNumber, refuse_id_numbers


def check_words(*texts: str) -> None:
    """Refuse words with a valid ID number in them; raises WordsNameNumber."""
    try:
        refuse_id_numbers(list(texts), "words")
    except ClearIdNumber:
        raise WordsNameNumber() from None
