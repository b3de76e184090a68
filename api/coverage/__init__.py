"""The API of coverage."""
