"""Policies: the catalogue, their versions and moves, and what is asked for them at doors."""
