"""Settling at the counter (结算): read under lock, decided, kept once, taken back exactly."""
