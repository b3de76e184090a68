"""Meetings below /api/v1/."""
