"""Needs, their moves and steps, and what is assigned to departments."""
