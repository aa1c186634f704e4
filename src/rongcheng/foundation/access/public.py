"""The one door of access records (访问记录对外接口).

To know first: every request that shows personal data calls `record_access` once, with all persons
that it showed, in the transaction that reads them.
"""

from __future__ import annotations

from rongcheng.foundation.access.actions import record_access
from rongcheng.foundation.access.queries import records_about
from rongcheng.foundation.access.types import AccessInfo

__all__ = ["AccessInfo", "record_access", "records_about"]
