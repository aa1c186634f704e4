"""Django registration of the portal (门户)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.portal.access_entries import ACCESS
from rongcheng.portal.code_entries import CODE
from rongcheng.portal.counter_entries import COUNTER
from rongcheng.portal.desk_verify_entries import VERIFY
from rongcheng.portal.people_entries import PEOPLE
from rongcheng.portal.security_entries import STAFF
from rongcheng.portal.webhooks_entries import WEBHOOKS
from rongcheng.web.registry import NavItem, Service, register


class PortalConfig(AppConfig):
    """Gives the public its home page, everyone the sign-in, and the policy book its pages."""

    name = "rongcheng.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Give the code, the counter, who looked and clearing their places in the navigation."""
        for service in (ACCESS, CODE, COUNTER, PEOPLE, STAFF, VERIFY, WEBHOOKS):
            register(service)
        register(
            Service(
                name="clearing",
                title={"zh": "清算", "en": "Clearing"},
                nav=(
                    NavItem(
                        key="clearing",
                        title={"zh": "清算", "en": "Clearing"},
                        href="/clearing",
                        icon="scale",
                        audiences=frozenset({"fund", "office"}),
                    ),
                ),
            )
        )
