"""Filings of care away from home (异地就医备案): advised, registered, revoked, shown."""
