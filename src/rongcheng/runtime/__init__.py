"""What Rongcheng stands on while it runs: its own PostgreSQL, its supervisor, its keys on disk.

This package may import the kernel and nothing else of Rongcheng; it is used by the command line
and by the tests. Nothing here changes the mode or owner of a folder that it did not make.
"""
