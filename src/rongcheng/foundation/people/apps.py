"""Django's entry for residents, their insurance, staff and sign-in (人员应用)."""

from __future__ import annotations

from django.apps import AppConfig

from rongcheng.foundation.people.sealing import ID_NUMBERS
from rongcheng.kernel.sealed_columns import register_sealed
from rongcheng.web.actor import use_actor_source


class PeopleConfig(AppConfig):
    """Registers the app under the label `people`."""

    name = "rongcheng.foundation.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Tell the web floor who is signed in, and name what lies sealed here."""
        # Models load only now, so these imports cannot stand at the top.
        from rongcheng.foundation.people.accounts import signed_in_actor
        from rongcheng.foundation.people.mfa_adapter import SECRETS

        register_sealed(ID_NUMBERS, *SECRETS)
        use_actor_source(signed_in_actor)
