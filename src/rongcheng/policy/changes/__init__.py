"""Changes to a policy book (拟议的改动): what if one value were another, as a checked pack.

`text` reads a change as people write it, `applying` makes a new pack of an old one in which the
change holds. Nothing here publishes anything.
"""
