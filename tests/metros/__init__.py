"""Tests of the two metro packs: places, the rule's terms, and figures against their sources."""
