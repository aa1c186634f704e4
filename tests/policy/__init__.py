"""Tests of the policy floor: reading, checking, resolving, publishing."""
