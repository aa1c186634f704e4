"""Rules of cross-city government services (通办规则): who decides, by when, and what may follow.

Pure functions over flat records: no database, no clock, no policy look-up. The day is an argument.
"""
