"""Columnar engines (批量引擎): the counter's rules over files of any size, on one machine."""
