"""The canonical body of an edition is one text, and gives the same pack back."""

from __future__ import annotations

import hashlib
import json

import pytest

from rongcheng.policy.errors import BodyUnreadable
from rongcheng.policy.pack import Pack, pack_from_body


def test_a_body_gives_the_same_pack_back(sample_pack: Pack) -> None:
    again = pack_from_body(sample_pack.body)

    assert again.hash == sample_pack.hash
    assert again.body == sample_pack.body
    assert again.metro == sample_pack.metro
    assert again.parameters == sample_pack.parameters
    assert again.agreements == sample_pack.agreements
    assert again.institutions == sample_pack.institutions
    assert again.catalogues == sample_pack.catalogues


def test_the_hash_is_sha_256_of_the_body(sample_pack: Pack) -> None:
    assert sample_pack.hash == hashlib.sha256(sample_pack.body.encode("utf-8")).hexdigest()


def test_a_body_is_canonical_json_with_chinese_as_it_is(sample_pack: Pack) -> None:
    data = json.loads(sample_pack.body)

    assert data["format"] == 1
    assert data["policies"]["housing.loan.notice"]["values"][0]["value"] == "认贷不认房"
    assert "认贷不认房" in sample_pack.body
    assert sample_pack.body == json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"metro": 1, "policies": {}}', '{"metro": {}, "policies": []}'],
)
def test_a_body_that_is_none_is_refused(body: str) -> None:
    with pytest.raises(BodyUnreadable) as caught:
        pack_from_body(body)

    assert caught.value.code == "policy.E008"
    assert "备份" in caught.value.message("zh")


def test_a_body_with_a_value_of_the_wrong_kind_is_refused(sample_pack: Pack) -> None:
    body = sample_pack.body.replace('"prepay_ppm":50000', '"prepay_ppm":"50000"')
    assert body != sample_pack.body

    with pytest.raises(BodyUnreadable):
        pack_from_body(body)
