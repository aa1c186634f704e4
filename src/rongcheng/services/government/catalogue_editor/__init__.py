"""The office's editor of items (事项管理): drafts, their comparison, spreadsheets, publication.

A draft never decides anything. What is published is a new policy edition, confirmed by a second
person, and holds from a later day on.
"""
