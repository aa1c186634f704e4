"""Every check finds the fault that it is there for: a check that cannot fail protects nothing."""

from __future__ import annotations

import pytest

from tests.tidy import checks
from tests.tidy.test_tidy import Check
from tests.tidy.tree import Source

LONG_FUNCTION = "def f():\n" + "    x = 0\n" * 70
SIX_WORDS = "def f(a, b, c, d, e, f):\n    pass\n"

PLANTED = [
    (checks.check_size, "x = 0\n" * 301, "301 lines, at most 300"),
    (checks.check_size, "#" * 101, "101 columns, at most 100"),
    (checks.check_functions, LONG_FUNCTION, "f: 71 lines, at most 70"),
    (checks.check_functions, SIX_WORDS, "f: 6 positional arguments, at most 5"),
    (checks.check_names, "def handle_visit():\n    pass\n", "vague name handle_visit"),
    (checks.check_names, "class VisitManager:\n    pass\n", "vague name VisitManager"),
    (checks.check_ascii, "起付线 = 0\n", "identifier 起付线"),
    (checks.check_ascii, "f(金额=0)\n", "identifier 金额"),
    (checks.check_docstrings, "x = 0\n", "module without a docstring"),
    (checks.check_docstrings, '"""A."""\nclass C:\n    pass\n', "C without a docstring"),
    (
        checks.check_docstrings,
        '"""A."""\nclass C:\n    """C."""\n    def m(self):\n        pass\n',
        "m without a docstring",
    ),
    (checks.check_excepts, "try:\n    pass\nexcept:\n    pass\n", "bare except"),
    (checks.check_excepts, "try:\n    pass\nexcept Exception:\n    pass\n", "except Exception"),
    (
        checks.check_excepts,
        "try:\n    pass\nexcept (ValueError, BaseException):\n    pass\n",
        "except BaseException",
    ),
    (checks.check_prints, "print(1)\n", "print()"),
    (checks.check_imports_at_top, "def f():\n    import os\n", "import inside f"),
    (checks.check_texts, "# TO" + "DO: later\n", "left open: TO" + "DO"),
    (checks.check_texts, "see /ro" + "ot/data\n", "machine path or registry address: /ro" + "ot/d"),
    (
        checks.check_texts,
        "--index-" + "url=x\n",
        "machine path or registry address: --index-" + "url",
    ),
    (checks.check_policy_numbers, "cap = 150_000\n", "number 150000 in a rule"),
    (checks.check_policy_numbers, "share = 0.5\n", "number 0.5 in a rule"),
]


@pytest.mark.parametrize(("check", "text", "what"), PLANTED)
def test_a_planted_fault_is_found(check: Check, text: str, what: str) -> None:
    assert what in [fault.what for fault in check(Source("planted.py", text))]


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (checks.check_size, "x = 0\n" * 300),
        (checks.check_functions, "class C:\n    def f(self, a, b, c, d, e, *, g):\n        pass\n"),
        (checks.check_functions, "@app.command()\n" + SIX_WORDS),
        (checks.check_functions, SIX_WORDS.replace("f(", "test_f(", 1)),
        (checks.check_names, "def processing_days():\n    pass\nclass Handler:\n    pass\n"),
        (checks.check_ascii, 'title = "起付线"\n'),
        (checks.check_docstrings, '"""A."""\ndef _private():\n    pass\n'),
        (checks.check_excepts, "try:\n    pass\nexcept ValueError:\n    pass\n"),
        (checks.check_policy_numbers, "class Code(IntEnum):\n    EMPLOYEE = 310\nx = y - 1\n"),
        (checks.check_texts, "a clone under ``/ro" + "ot``, a worker, /worklist\n"),
    ],
)
def test_what_is_tidy_passes(check: Check, text: str) -> None:
    assert list(check(Source("planted.py", text))) == []
