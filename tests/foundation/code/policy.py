"""The policy of codes, published for the sample metro area: real parameters, a small pack."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from rongcheng.policy.editions import publish
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack, assemble
from tests.policy.sample import SAMPLE_PACK

REAL = Path(__file__).resolve().parents[3] / "metros" / "changzhutan"


@cache
def _loaded(folder: Path) -> Pack:
    pack, faults = load_pack(folder)
    assert pack is not None, faults
    return pack


@cache
def code_pack(metro: str, *, codes: bool = True, **numbers: int) -> Pack:
    """Return the sample pack with the code's parameters; `card_days=7` changes code.card.days."""
    sample = _loaded(SAMPLE_PACK)
    known = _loaded(REAL).parameters if codes else ()
    parameters = [p for p in known if p.key.startswith("code.")]
    return assemble(
        sample.metro._replace(id=metro),
        parameters=[_changed(p, numbers) for p in parameters],
        agreements=sample.agreements,
        institutions=sample.institutions,
        catalogues=sample.catalogues,
    )


def publish_code_policy(*metros: str, codes: bool = True, **numbers: int) -> None:
    """Publish the policy of codes for these metro areas, with these numbers changed."""
    for metro in metros:
        publish(code_pack(metro, codes=codes, **numbers), by="tests")


def _changed(parameter: Any, numbers: dict[str, int]) -> Any:
    name = parameter.key.removeprefix("code.").replace(".", "_")
    if name not in numbers:
        return parameter
    rows = [row._replace(value=numbers[name]) for row in parameter.values]
    return parameter._replace(values=tuple(rows))
