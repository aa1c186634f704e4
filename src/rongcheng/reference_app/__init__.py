"""A city's app, as far as signing in goes (参考城市应用): own process, own keys, invented people.

It stands for the sign-in service of a city's app: in the demonstration, in tests that need one
which misbehaves, and as the example for a city that wants to join. It knows no Django, no database.
"""
