"""Filters of households and residents: a small tree, answered by yes, no or unknown. See tree.py, leaf.py and compiling.py."""
