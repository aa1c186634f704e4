"""The form of a rating (评价表单): five grades, reasons for a bad one, a few words; read back."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest

from rongcheng.services.government.domain.ratings import Grade, is_bad
from rongcheng.services.government.ratings.giving import Wish
from rongcheng.services.government.ratings.keeping import LONGEST_TEXT
from rongcheng.services.government.ratings.words import GRADES, REASONS, with_reasons
from rongcheng.web.i18n import language

LONGEST_WRITTEN = LONGEST_TEXT - 100
"""How much one may write, so that the ticked reasons fit before it."""


def read_wish(request: HttpRequest) -> Wish:
    """Return the rating that was sent; a grade that is none becomes 0 and is refused later."""
    said = request.POST.get("grade", "")
    grade = int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0
    text = request.POST.get("text", "")
    if grade in set(Grade) and is_bad(Grade(grade)):
        ticked = request.POST.getlist("reason")
        text = with_reasons(ticked, text.strip(), is_english=language() == "en")
    return Wish(request.POST.get("token", "")[:64] or str(uuid4()), grade, text)


def form_context(request: HttpRequest, *, keep: bool) -> dict[str, object]:
    """Return what the form draws; `keep`: after a refusal what she chose and wrote is still there.

    The list of reasons is shown where a bad grade is chosen.
    """
    is_english = language() == "en"
    ticked = request.POST.getlist("reason") if keep else []
    return {
        "grades": [(int(grade), grade_word(grade)) for grade in GRADES],
        "reasons": [
            (key, pair[1].capitalize() if is_english else pair[0], key in ticked)
            for key, pair in REASONS.items()
        ],
        "chosen": request.POST.get("grade", "") if keep else "",
        "text": request.POST.get("text", "") if keep else "",
        "longest": LONGEST_WRITTEN,
        "token": str(uuid4()),
    }


def grade_word(grade: Grade) -> str:
    """Return the reader's word for a grade, as it begins a line."""
    zh, en = GRADES[grade]
    return en.capitalize() if language() == "en" else zh
