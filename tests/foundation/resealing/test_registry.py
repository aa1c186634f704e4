"""No sealed column is left out: every column of bytes and every place that seals has its row."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from rongcheng.foundation.resealing.columns import Place
from rongcheng.kernel.sealed_columns import SealedColumn, sealed_columns
from tests.tidy.tree import PROJECT, sources

HASH, PUBLIC = "a hash or mark", "public: a key's point, its id, or what is signed and shown"
NOT_SEALED = {
    "attachments.Attachment.fingerprint": HASH,
    "access.AccessBatch.digest": HASH,
    "access.AccessBatch.marks": HASH,
    "access.AccessBatch.previous": HASH,
    "access.AccessBatch.seal": "keeps its version: later batches vouch for it",
    "code.Carrier.point": PUBLIC,
    "code.Credential.credential_id": PUBLIC,
    "code.Credential.signed": PUBLIC,
    "code.IssuerKey.key_id": PUBLIC,
    "code.IssuerKey.point": PUBLIC,
    "code.PublishedStatusList.signed": PUBLIC,
    "code.Use.code_hash": HASH,
    "government.RatingCode.code_hash": HASH,
    "health.CoreCall.request_hash": HASH,
    "health.InterfaceMessage.body_hash": HASH,
    "health.Settlement.request_hash": HASH,
    "health.Voucher.code_hash": HASH,
    "health.Voucher.token_hash": HASH,
    "ledger.LedgerEntry.body_hash": HASH,
    "people.LimitCount.subject": HASH,
    "people.Resident.id_number_hash": HASH,
}
# Every module that calls `seal(...)` on the suite, and where the value goes.
FILES = "sealed files, each under a key of its own that lies in a named column"
SEALS = {
    "rongcheng/foundation/attachments/chunks.py": FILES,
    "rongcheng/foundation/attachments/envelopes.py": "attachments.Attachment.envelope_sealed",
    "rongcheng/foundation/access/chain.py": "access.AccessBatch.seal",
    "rongcheng/foundation/cases/sealing.py": "cases.CaseAnswers.answers_sealed",
    "rongcheng/foundation/certificates/sealing.py": "certificates.Certificate.credential_sealed",
    "rongcheng/foundation/cases/address_sealing.py": "cases.CaseAddress.address_sealed",
    "rongcheng/foundation/cases/letter_sealing.py": "cases.CaseLetter.content_sealed",
    "rongcheng/foundation/code/keys.py": "code.IssuerKey.private_sealed",
    "rongcheng/foundation/institutions/credentials.py": "institutions.Credential.secret_sealed",
    "rongcheng/foundation/people/mfa_adapter.py": "mfa.Authenticator.data.secret",
    "rongcheng/foundation/people/sealing.py": "people.Resident.id_number_sealed",
    "rongcheng/foundation/webhooks/signing_secrets.py": "webhooks.Secret.secret_sealed",
    "rongcheng/services/government/ratings/sealing.py": "government.Rating.text_sealed",
    "rongcheng/services/health/cores/calls.py": "health.CoreCall.answer_sealed",
    "rongcheng/services/health/files.py": "health.InterfaceFile.content_sealed",
    "rongcheng/services/health/interface/retries.py": "health.InterfaceMessage.answer_sealed",
    "rongcheng/services/health/settling/settlement.py": "health.Decision.facts_sealed",
    "rongcheng/services/health/care/stays.py": "health.Visit.diagnoses_sealed",
    "rongcheng/services/health/care/visits.py": "health.Visit.diagnoses_sealed",
}
PASS_ON = {
    "rongcheng/foundation/resealing/resealing.py",
    "rongcheng/runtime/followed_keys.py",
}
REGISTERED = {column.name: column for column in sealed_columns()}


def test_every_column_of_bytes_is_sealed_and_named_or_says_what_it_is() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    of_bytes = {name for name, column in REGISTERED.items() if not column.member}
    assert found == of_bytes | set(NOT_SEALED)
    assert not of_bytes & set(NOT_SEALED)


def test_every_place_that_seals_fills_a_named_column() -> None:
    found = {
        source.name.removeprefix("src/")
        for source in sources("src")
        if ".seal(" in source.text  # the others need no parsing
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "seal"
    }
    # A call of the core's own `calls.seal` is no call of the suite.
    found -= {"rongcheng/services/health/cores/asking.py"}
    assert found - PASS_ON == set(SEALS)
    assert set(SEALS.values()) - {"access.AccessBatch.seal", FILES} <= set(REGISTERED)


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_a_named_column_exists_and_its_guard_has_a_name_that_fits(name: str) -> None:
    column = REGISTERED[name]
    model = apps.get_model(column.model)
    for field in (column.column, *column.bound_to, *filter(None, [column.version])):
        assert model._meta.get_field(field).concrete
    assert len(f"{Place(column).guard_stem}65535") <= 63


def test_the_document_names_every_sealed_table() -> None:
    text = Path(PROJECT / "docs" / "security.md").read_text("utf-8")
    begun = text.index("## What is sealed")
    table = text[begun : text.index("\n\n", text.index("| what | where |", begun))]
    rows = {line for line in table.splitlines() if line.startswith("|")}
    for column in REGISTERED.values():
        assert any(f"`{Place(column).table}`" in row for row in rows), column.name


def test_the_same_column_named_again_stands_once() -> None:
    column = SealedColumn("people.Resident", "id_number_sealed", ("id",), bytes)
    assert column.name in REGISTERED
