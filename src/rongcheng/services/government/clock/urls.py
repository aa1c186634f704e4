"""Addresses of the clock's pages (期限网址): warnings."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.clock import warnings_page

# A fixed word stands before the numbers of cases below /cases.
urlpatterns = [path("cases/warnings", warnings_page.warnings, name="case-warnings")]
