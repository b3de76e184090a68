"""Industry by API."""
