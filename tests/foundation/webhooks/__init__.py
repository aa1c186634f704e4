"""Tests of webhooks: messages to the cities' apps."""
