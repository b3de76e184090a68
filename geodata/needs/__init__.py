"""Needs: what was found, whose it is to settle, by when, and whether those concerned are content."""
