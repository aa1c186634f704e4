"""The catalogue of government items (事项目录): what can be handled, where, by whom, with what.

Pages and endpoints read the policy book; nothing here is about a person.
"""
