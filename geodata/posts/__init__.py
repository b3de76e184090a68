"""Posts: who holds which, since when."""
