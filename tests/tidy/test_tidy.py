"""The whole tree is tidy. Each exception that is allowed stands here with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.tidy import checks
from tests.tidy.tree import PROJECT, Fault, Source, listed, project_files, sources

CODE = ("src", "scripts", "tests", "benchmarks")

# An entry point must answer whatever breaks inside it; nothing else may catch everything.
CATCHES_EVERYTHING = {
    "src/rongcheng/web/errors.py": "the last error page: people get words whatever broke",
    "src/rongcheng/foundation/outbox/drain.py": "delivery: a subscriber may raise anything",
    "src/rongcheng/services/health/interface/door.py": "a hospital reads an answer whatever broke",
    "src/rongcheng/runtime/postgres.py": "a server half started is stopped, then it is raised on",
}
# Prints that are no words for people.
PRINTS = {"src/rongcheng/runtime/launch.py": "the answer to the process that started it"}
# Django loads models after its apps, so an app's own `ready` is where such an import belongs.
IMPORTS_IN_READY = "import inside ready"
# Names that Django calls or expects.
GIVEN_NAMES = {
    ("src/rongcheng/web/middleware.py", "vague name process_exception"),
    ("src/rongcheng/foundation/people/account_models.py", "vague name AccountManager"),
    ("src/rongcheng/foundation/people/sessions.py", "vague name process_request"),
}

Check = Callable[[Source], Iterator[Fault]]


def assert_none(faults: Iterable[Fault]) -> None:
    lines = listed(faults)
    assert not lines, "\n" + "\n".join(lines)


def found_by(check: Check, *folders: str) -> list[Fault]:
    return [fault for source in sources(*folders) for fault in check(source)]


@pytest.mark.parametrize("check", [checks.check_size, checks.check_functions])
def test_files_functions_and_lines_are_short(check: Check) -> None:
    assert_none(found_by(check, *CODE))


def test_names_say_what_is_done() -> None:
    faults = found_by(checks.check_names, "src")
    assert_none(f for f in faults if (f.file, f.what) not in GIVEN_NAMES)


def test_the_exceptions_for_names_are_still_needed() -> None:
    assert {(f.file, f.what) for f in found_by(checks.check_names, "src")} >= GIVEN_NAMES


def test_identifiers_are_ascii() -> None:
    assert_none(found_by(checks.check_ascii, *CODE))


def test_everything_public_is_described() -> None:
    assert_none(found_by(checks.check_docstrings, "src", "scripts"))


def test_only_entry_points_catch_everything() -> None:
    faults = found_by(checks.check_excepts, "src", "scripts")
    assert_none(f for f in faults if f.file not in CATCHES_EVERYTHING)
    assert {f.file for f in faults} == set(CATCHES_EVERYTHING)


def test_no_bare_except_anywhere() -> None:
    assert_none(f for f in found_by(checks.check_excepts, *CODE) if "bare" in f.what)


def test_nothing_prints_past_the_console() -> None:
    faults = found_by(checks.check_prints, "src")
    assert_none(f for f in faults if f.file not in PRINTS)
    assert {f.file for f in faults} == set(PRINTS)


def test_imports_stand_at_the_top() -> None:
    faults = found_by(checks.check_imports_at_top, "src", "scripts")
    assert_none(f for f in faults if f.what != IMPORTS_IN_READY)


def test_rules_hold_no_figures_of_policy() -> None:
    domain = [s for s in sources("src/rongcheng/services") if "/domain/" in s.name]
    assert domain
    assert_none(f for s in domain for f in checks.check_policy_numbers(s))


def test_no_file_knows_a_machine_or_is_left_open() -> None:
    faults = []
    for path in project_files():
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # A picture, or gone since the list was made.
        name = path.relative_to(PROJECT).as_posix()
        faults += checks.check_texts(Source(name, text))
    assert_none(faults)
