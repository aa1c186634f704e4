"""`rongcheng credential`: the key pair with which an institution's system signs its calls."""

from __future__ import annotations

import json

from django.conf import settings

from rongcheng.commands.output import say
from rongcheng.foundation.institutions.public import issue_credential


def show_credential(code: str) -> int:
    """Print the credential as JSON; outside demo mode it is shown only once."""
    credential = issue_credential(code, demo=settings.RONGCHENG_DEMO)
    pair = {"access_key": credential.access_key, "secret_key": credential.secret_key}
    say(json.dumps(pair))
    return 0
