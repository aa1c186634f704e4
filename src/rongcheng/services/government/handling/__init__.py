"""Handling a case (办理): one door for each step, what it needs, changes and brings about."""
