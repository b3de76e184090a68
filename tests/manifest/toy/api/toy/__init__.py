"""Lanterns by the API."""
