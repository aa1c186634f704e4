"""Tests of the runtime: real servers, real signals."""
