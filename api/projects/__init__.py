"""Livelihood projects by API."""
