"""The service zone (服务专区) in the cities' apps: items, sign-in, how a case goes on.

To know first: an app speaks for a person only who signed in by it. `docs/city-apps.md` tells the
apps' side.
"""
