"""What a program can check of the house style: sizes, names, docstrings, doors between rooms."""
