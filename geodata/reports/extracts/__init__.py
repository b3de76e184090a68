"""Whole tables to take away, in the words and codes that the imports read: every file comes back as "no change"."""
