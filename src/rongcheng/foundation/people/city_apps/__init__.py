"""Sign-in by the cities' own apps (城市应用登录): ask, verify, link; see `docs/signin.md`.

To know first: what an app tells is checked and used at once, and never kept.
"""
