"""The policy book for readers (政策手册): browse, look up, compare."""
