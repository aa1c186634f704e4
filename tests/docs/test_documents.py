"""The documents show what exists, and the check that says so finds what does not."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from scripts import docs_check

from tests.tidy.test_rooms import ROOMS
from tests.tidy.tree import PROJECT, SOURCE, sources

DOCUMENTS = {doc.path.relative_to(PROJECT).as_posix(): doc for doc in docs_check.documents()}
SVG = "{http://www.w3.org/2000/svg}"
# How code cites the field: `health-settlement section 3.3`, `domain/identifiers.md section 4`.
CITED = re.compile(
    r"\b(health-[a-z]+|identifiers|seeds)"
    r"(?:(?:\.md)?,? (section|(?:worked )?example|step)s? ([0-9](?:\.[0-9])?)|(?:\.md)()())"
)
WHERE = {
    "section": "^##+ {}[. ]",
    "example": r"Example {}\b|[Ee]xamples? .*\b{}\b",
    "step": r"^{}\. ",
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_shows_only_what_exists(name: str) -> None:
    faults = docs_check.check(DOCUMENTS[name])
    assert not faults, "\n" + "\n".join(f"{f.file}:{f.line}: {f.what}" for f in faults)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[there](nowhere.md)", "no such file: nowhere.md"),
        ("![picture](docs/nowhere.png)", "no such file: docs/nowhere.png"),
        ('<img width="3" src="nowhere.png">', "no such file: nowhere.png"),
        ("[here](#nowhere)", "no such heading: #nowhere"),
        ("`make nothing`", "no such target: make nothing"),
        ("`make up COLOUR=red`", "the Makefile reads no COLOUR"),
        ("```\nrongcheng fly\n```", "no such command: rongcheng fly"),
        ("`rongcheng up --colour red`", "no such option: rongcheng up --colour"),
        ("`.venv/bin/rongcheng fly`", "no such command: rongcheng fly"),
        ("`GET /nowhere`", "nothing answers /nowhere"),
        ("`/api/health/nowhere/{id}`", "nothing answers /api/health/nowhere/{id}"),
        ("`http://127.0.0.1:8000/nowhere`", "nothing answers /nowhere"),
        ("`RONGCHENG_" + "NOTHING=1`", "no code knows RONGCHENG_" + "NOTHING"),
        ("`services/health/nowhere.py`", "no such file: services/health/nowhere.py"),
        ("`health.outpatient.nowhere`", "no pack and no catalogue holds health.outpatient.nowhere"),
        ("`health.R" + "999`", "no such code: health.R" + "999"),
    ],
)
def test_what_does_not_exist_is_found(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "planted.md"
    document = f"# Planted\n\n{text}\n"
    file.write_text(document, "utf-8")
    faults = docs_check.check(docs_check.Document(file, document))
    assert [(fault.line, fault.what) for fault in faults] in ([(3, what)], [(4, what)])


@pytest.mark.parametrize(
    "text",
    [
        "[top](#planted), `make up PORT=8001`, `rongcheng policy health.special.ratio --at 430199`",
        "`POST /hsa`, `/healthz`, `GET /api/health/settlements/{id}/why`, `/srv/rongcheng`",
        "`DATABASE_URL`, `kernel/money.py`, `health.outpatient.ratio`, `health.R013`",
        '```python title="services/parks/gate.py"\n```\n\n`services/parks/gate.py`',
    ],
)
def test_what_exists_passes(tmp_path: Path, text: str) -> None:
    file = tmp_path / "planted.md"
    document = f"# Planted\n\n{text}\n"
    file.write_text(document, "utf-8")
    assert docs_check.check(docs_check.Document(file, document)) == []


def test_both_readmes_lead_to_the_same_documents() -> None:
    def targets(name: str) -> set[str]:
        text = DOCUMENTS[name].text
        return {found for found in docs_check.LINK.findall(text) if not found.startswith("README")}

    assert targets("README.md") == targets("README.zh.md")
    assert "(README.zh.md)" in DOCUMENTS["README.md"].text
    assert "(README.md)" in DOCUMENTS["README.zh.md"].text


def test_every_decision_is_listed_and_whole() -> None:
    folder = PROJECT / "docs" / "decisions"
    listed = DOCUMENTS["docs/decisions/README.md"].text
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    numbers = [path.name[:4] for path in records]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    for path in records:
        text = path.read_text("utf-8")
        title = text.splitlines()[0].removeprefix(f"# {path.name[:4]} ")
        assert f"[{path.name[:4]}]({path.name}) | {title} |" in listed
        for heading in ("## Context", "## Rejected", "## Consequences"):
            has_own = "*Rejected:*" in text and heading == "## Rejected"
            assert heading in text or has_own, f"{path.name} lacks {heading}"


def test_the_drawing_shows_every_floor_and_room() -> None:
    text = " ".join(_words("house"))
    floors = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    names = floors | {room.split("/")[1] for room in ROOMS if room.startswith("foundation")}
    assert sorted(name for name in names if name not in text) == []


@pytest.mark.parametrize("name", ["house", "walk"])
def test_a_drawing_reads_in_both_languages_light_and_dark(name: str) -> None:
    root = _drawing(name)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert "prefers-color-scheme: dark" in "".join(root.find(f"{SVG}style").itertext())
    words = " ".join(_words(name))
    assert re.search(r"[\u4e00-\u9fff]", words)
    assert re.search(r"[a-z]{4}", words)


def _drawing(name: str) -> ElementTree.Element:
    return ElementTree.parse(PROJECT / "docs" / "drawings" / f"{name}.svg").getroot()


def _words(name: str) -> list[str]:
    return ["".join(text.itertext()) for text in _drawing(name).iter(f"{SVG}text")]


def test_what_code_cites_of_the_field_is_in_the_documents() -> None:
    cited = {
        found: source.name
        for source in (*sources("src"), *sources("tests", "metros", ending=".yaml"))
        for found in _citations(source.text)
    }
    assert {name for name, _, _ in cited} >= {"health-settlement", "identifiers", "seeds"}
    missing = []
    for (name, kind, number), file in sorted(cited.items()):
        path = PROJECT / "docs" / "domain" / f"{name}.md"
        text = path.read_text("utf-8") if path.is_file() else ""
        where = WHERE[kind].replace("{}", re.escape(number)) if kind else ""
        if not text or not re.search(where, text, re.MULTILINE):
            missing.append(f"{file}: {name} {kind} {number}")
    assert missing == []


def _citations(text: str) -> set[tuple[str, str, str]]:
    return {
        (name, kind.removeprefix("worked "), number)
        for name, kind, number, _, _ in CITED.findall(text)
    }


def test_a_citation_is_read_as_it_is_written() -> None:
    assert _citations("Source: health-settlement section 3.3 and step 2; see domain/seeds.md.") == {
        ("health-settlement", "section", "3.3"),
        ("seeds", "", ""),
    }
    assert _citations('key="health-settlements"') == set()
