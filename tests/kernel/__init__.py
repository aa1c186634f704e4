"""Tests of the kernel: no database, no network, no system clock."""
