"""Rongcheng (融城): shared public services for metropolitan areas.

Knows what the cities agreed, decides by it, records it once, pays whom it should and shows why.
"""

__version__ = "0.2.0"
