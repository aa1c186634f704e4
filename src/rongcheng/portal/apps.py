"""Django registration of the portal (门户)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.portal.access.entries import ACCESS
from rongcheng.portal.code.entries import CODE
from rongcheng.portal.counter.entries import COUNTER
from rongcheng.portal.desk_verify.entries import VERIFY
from rongcheng.portal.people.entries import PEOPLE
from rongcheng.portal.security.entries import STAFF
from rongcheng.portal.webhooks.entries import WEBHOOKS
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
