"""Saved views by API."""
