"""The API of territory."""
