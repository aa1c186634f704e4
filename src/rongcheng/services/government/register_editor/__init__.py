"""The office's editor of registers (登记管理): agreements, powers given, bundles.

They go the way of items: a draft, a comparison, a day, a second person. Nothing but publishing
makes policy of a draft.
"""
