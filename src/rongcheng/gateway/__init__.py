"""The one entrance: every address, the API and its description (网关)."""
