"""Webhooks (推送): see README.md."""
