"""The one door of attachments (对外接口)."""

from __future__ import annotations

__all__: list[str] = []
