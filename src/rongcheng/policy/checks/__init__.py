"""Checks across a pack (政策包核对): codes that must exist, days that must fit.

Each module checks one kind of part and only reports; nothing here changes a draft. Blank fields
were reported when they were read, so the checks pass over them.
"""
