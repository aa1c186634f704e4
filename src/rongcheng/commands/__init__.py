"""What the command line does once it has a database: one module for each group of commands.

These modules import Django's models, so `rongcheng.cli` imports them only when a command runs.
Each command prints what it found and returns the exit status.
"""
