"""The door of the government room (政务通办): items, who decides, by when, and what may follow."""

from __future__ import annotations

from rongcheng.services.government.routing import Ask, Authority, RoutedCase, route_case

__all__ = ["Ask", "Authority", "RoutedCase", "route_case"]
