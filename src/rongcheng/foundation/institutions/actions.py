"""Writes of institutions (机构同步与凭证签发)."""

from __future__ import annotations

import secrets

from django.db import connection, transaction

from rongcheng.foundation.institutions.credentials import (
    forget_credentials,
    live_credential,
    new_access_key,
    open_secret,
    seal_secret,
)
from rongcheng.foundation.institutions.errors import CredentialAlreadyIssued
from rongcheng.foundation.institutions.models import Credential
from rongcheng.foundation.institutions.queries import get_institution
from rongcheng.foundation.institutions.types import (
    InstitutionBook,
    IssuedCredential,
    SyncCounts,
)
from rongcheng.kernel.clock import get_clock

SYNC = """
-- Write every institution of the published policy; those that it leaves out are delisted, never
-- deleted: settlements refer to them. Rows that are already equal are not touched.
with book as (
    select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                         %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::text[],
                         %s::text[])
        as b(code, title_zh, title_en, kind, hosp_lv, tier, city, district, pool, ownership,
             direct_settlement, core, status)
), written as (
    insert into institutions_institution as i
        (metro, listed, code, title_zh, title_en, kind, hosp_lv, tier, city, district, pool,
         ownership, direct_settlement, core, status)
    select %s, true, b.* from book b order by b.code
    on conflict (code) do update
       set (metro, listed, title_zh, title_en, kind, hosp_lv, tier, city, district, pool,
            ownership, direct_settlement, core, status)
         = (excluded.metro, true, excluded.title_zh, excluded.title_en, excluded.kind,
            excluded.hosp_lv, excluded.tier, excluded.city, excluded.district, excluded.pool,
            excluded.ownership, excluded.direct_settlement, excluded.core, excluded.status)
     where i is distinct from excluded
    returning 1
), delisted as (
    update institutions_institution i set listed = false
     where i.metro = %s and i.listed and not exists (select 1 from book b where b.code = i.code)
    returning 1
)
select (select count(*) from written), (select count(*) from delisted)
"""


def sync_institutions(book: InstitutionBook) -> SyncCounts:
    """Bring the institutions in line with a published policy (同步机构), by one statement."""
    rows = [
        (
            found.code,
            found.title["zh"],
            found.title["en"],
            found.kind,
            found.hosp_lv,
            found.tier,
            found.city,
            found.district,
            book.pool_of_city(found.city),
            found.ownership,
            found.direct_settlement,
            found.core,
            found.status,
        )
        for found in book.institutions()
    ]
    # A venue has no grade and settles nothing; it stands in the pool of its city.
    rows += [
        (
            venue.code,
            venue.title["zh"],
            venue.title["en"],
            venue.kind,
            "",
            "",
            venue.city,
            venue.district,
            book.pool_of_city(venue.city),
            "",
            False,
            "local",
            venue.status,
        )
        for venue in book.venues()
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 13
    with connection.cursor() as cursor:
        cursor.execute(SYNC, [*columns, book.metro, book.metro])
        return SyncCounts(*cursor.fetchone())


def issue_credential(code: str, *, demo: bool, rotate: bool = False) -> IssuedCredential:
    """Give an institution's system its key pair (签发接口凭证).

    In demo mode the same pair any time. Otherwise the secret is shown once: a second call raises
    CredentialAlreadyIssued, and `rotate` replaces the pair. Raises InstitutionUnknown.
    """
    institution = get_institution(code)
    with transaction.atomic():
        if rotate:
            _revoke(institution.code)
        secret = secrets.token_urlsafe(30)
        access_key = new_access_key()
        draft = Credential(
            access_key=access_key,
            institution_id=institution.code,
            secret_sealed=seal_secret(secret, access_key),
            created_at=get_clock().now(),
        )
        Credential.objects.bulk_create([draft], ignore_conflicts=True)
        live = live_credential(institution.code)
    if live.access_key != access_key:
        if not demo:
            raise CredentialAlreadyIssued(institution=code)
        secret = open_secret(bytes(live.secret_sealed), live.access_key)
    return IssuedCredential(institution.code, live.access_key, secret)


def revoke_credential(code: str) -> bool:
    """Stop an institution's key pair from working (停用接口凭证); False if there was none.

    Other processes notice within the cache's time to live.
    """
    return _revoke(get_institution(code).code)


def _revoke(code: str) -> bool:
    live = Credential.objects.filter(institution_id=code, revoked_at__isnull=True)
    revoked = live.update(revoked_at=get_clock().now()) == 1
    transaction.on_commit(forget_credentials)
    return revoked
