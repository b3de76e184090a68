"""The API of cards."""
