"""The API of contacts."""
