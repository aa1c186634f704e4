"""A pool's own core system, small but whole (参考核心): own process, own storage, own policy.

It stands for the core of an authority that has one: for trials, for tests of the `remote` adapter,
and as the example for an authority that wants to join. It knows no Django and no database.
"""
