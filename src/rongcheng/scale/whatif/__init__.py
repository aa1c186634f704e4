"""What would another policy cost? (政策测算): two policies over the same visits, side by side.

`findings` and `measures` are plain data for pages; `tally` and `comparing` compute over columns
and are loaded only where a comparison runs.
"""
