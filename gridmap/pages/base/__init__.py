"""Pages of base."""
