"""Outbox (发件箱): what happened is told once, in order; see `public`."""
