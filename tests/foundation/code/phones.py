"""Phones of invented residents: keys as a browser holds them, and what they show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model

from rongcheng.foundation.code.actions import bind_phone
from rongcheng.foundation.code.models import Carrier, Credential, IssuerKey, Use
from rongcheng.foundation.code.offline.cose import PrivateKey, point_of_key
from rongcheng.foundation.code.offline.proof import make_proof
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.possession import challenge_for, prove_possession
from rongcheng.foundation.code.types import IssuedCode
from rongcheng.foundation.people.public import register_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor
from tests.foundation.code.samples import sample_key
from tests.foundation.people.samples import CHEN, METRO, register_lin

HOSPITAL = "H43010200001"
MACHINE = Actor("machine", HOSPITAL, label="样例医院", institution=HOSPITAL, metro=METRO)
TABLES: tuple[type[Model], ...] = (IssuerKey, Carrier, Credential, Use)


def resident(person_id: UUID) -> Actor:
    return Actor("resident", str(person_id), person_id=person_id, metro=METRO)


def lin() -> Actor:
    return resident(register_lin())


def chen() -> Actor:
    return resident(
        register_resident(metro=METRO, name="陈样例", id_number=CHEN, home_city="430100")
    )


def bind(actor: Actor, key: PrivateKey | None = None, **changed: Any) -> IssuedCode:
    """Bind a phone as its page does it."""
    key = key or sample_key(21)
    assert actor.person_id is not None
    facts = {
        "point": point_of_key(key.public_key()),
        "possession": prove_possession(key, challenge_for(actor.person_id)),
        "label": "样例手机",
    }
    return bind_phone(actor, **(facts | changed))


def shown(issued: IssuedCode, key: PrivateKey | None = None, *, counter: int = 1) -> str:
    """Return what the phone's screen shows now."""
    now = int(get_clock().now().timestamp())
    made = make_proof(issued.signed, key or sample_key(21), at=now, counter=counter, purpose=0)
    return code_text(issued.signed, made)


def rows() -> tuple[int, ...]:
    return tuple(table._default_manager.count() for table in TABLES)
