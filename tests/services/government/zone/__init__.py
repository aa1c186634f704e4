"""Tests of the service zone in the cities' apps."""
