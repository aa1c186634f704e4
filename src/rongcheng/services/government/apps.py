"""Registers the government room (政务通办): its endpoints and pages."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.outbox.registry import register as subscribe
from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.services.government.backoffice import entries as backoffice
from rongcheng.services.government.catalogue import entries as catalogue
from rongcheng.services.government.clock import entries as clock
from rongcheng.services.government.ratings.entries import RATING_NAV, RATING_OFFERS
from rongcheng.services.government.ratings.sealing import RATING_TEXT
from rongcheng.services.government.resident.entries import RESIDENT_NAV, RESIDENT_OFFERS
from rongcheng.web.registry import CounterAct, Service, register


class GovernmentConfig(AppConfig):
    """Government services (政务服务): apply anywhere, decided by whom the law names."""

    name = "rongcheng.services.government"
    label = "government"
    verbose_name = "政务服务"

    def ready(self) -> None:
        """Fill the registry; modules with models are imported once Django's apps are loaded."""
        # These modules hold models, which Django lets nobody import before this point.
        from rongcheng.foundation.attachments.public import register_owner
        from rongcheng.services.government.backoffice.distributing import distribute_events
        from rongcheng.services.government.backoffice.following import follow_up
        from rongcheng.services.government.certificates import entries as certificates
        from rongcheng.services.government.certificates.of_cases import issue_for_case
        from rongcheng.services.government.domain.lifecycle import CaseEvent
        from rongcheng.services.government.handling.effects import add_effect
        from rongcheng.services.government.handling.finishing import TOPIC
        from rongcheng.services.government.handling.results import on_decided, on_step
        from rongcheng.services.government.materials.keeping import CASE_FILES, may_see_case_files
        from rongcheng.services.government.posting.keeping import let_go
        from rongcheng.services.government.ratings.taking import default_rating, take_rating
        from rongcheng.services.government.zone.telling import tell_apps

        register_owner(CASE_FILES, may_see_case_files, matter="cases")
        on_decided(issue_for_case)
        register_sealed(RATING_TEXT)
        add_effect(CaseEvent.RATE, take_rating)
        add_effect(CaseEvent.RATING_LAPSE, default_rating)
        on_step(follow_up)
        on_step(let_go)
        subscribe(TOPIC, distribute_events)
        subscribe(TOPIC, tell_apps)
        register(
            Service(
                name="government",
                title={"zh": "政务服务", "en": "Government services"},
                routers=(
                    "rongcheng.services.government.catalogue.api.router",
                    "rongcheng.services.government.certificates.api.router",
                    "rongcheng.services.government.zone.api.router",
                    "rongcheng.services.government.ratings.api.router",
                ),
                urls="rongcheng.services.government.urls",
                counter_acts=(
                    CounterAct("government.counter.act.", "/counter/cases", "receipt", often=True),
                ),
                nav=(
                    *RESIDENT_NAV,
                    *backoffice.NAV,
                    *catalogue.NAV,
                    *certificates.CERTIFICATE_NAV,
                    *clock.CLOCK_NAV,
                    *RATING_NAV,
                ),
                offers=(
                    *RESIDENT_OFFERS,
                    *catalogue.OFFERS,
                    *certificates.CERTIFICATE_OFFERS,
                    *RATING_OFFERS,
                ),
            )
        )
