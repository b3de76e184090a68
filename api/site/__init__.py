"""The index, the description, and every address that is not there."""
