"""The policy floor (政策手册): tells which value holds at a place on a day, and by which document.

A metro pack is a folder of YAML files (`load`); its checked, normalized content is an edition
(`pack`, `editions`); an edition answers questions through a book (`book`, `survey`).
Only `models`, `editions` and `migrations` need Django; everything else is plain Python.
"""
