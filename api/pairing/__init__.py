"""The API of pairing."""
